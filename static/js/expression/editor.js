// The editor of an expression field: CodeMirror with as little as the field needs.

import {
  EditorState,
  EditorView,
  autocompletion,
  bracketMatching,
  closeCompletion,
  completionKeymap,
  defaultKeymap,
  history,
  historyKeymap,
  keymap,
  pickedCompletion,
} from "../../vendor/codemirror.min.js";
import { failure } from "./failure.js";
import { language } from "./language.js";
import "./style.js";

const BOOST = { context: 2, variable: 2, output: 2, field: 2, expression: 2, function: 1, builtin: -1, word: -2 };
const TYPING_MS = 40;

/** A completion of the server's as CodeMirror's; `pos` is where the cursor was when it was asked for. */
function option(given, pos) {
  const tail = given.to - pos;
  return {
    label: given.label,
    detail: given.detail,
    info: given.about || undefined,
    boost: BOOST[given.kind] ?? 0,
    insert: given.insert,
    apply(view, completion, _from, to) {
      view.dispatch({
        changes: { from: given.from, to: to + tail, insert: given.insert },
        selection: { anchor: given.from + given.caret },
        annotations: pickedCompletion.of(completion),
        userEvent: "input.complete",
        scrollIntoView: true,
      });
    },
  };
}

function completing(ask, words) {
  const source = async (context) => {
    const answer = await ask(context.state.doc.toString(), context.pos, context.explicit);
    if (!answer?.completions.length || context.aborted) return null;
    const inString = /["'`]/.test(context.state.sliceDoc(answer.start - 1, answer.start));
    return {
      from: answer.start,
      options: answer.completions.map((each) => option(each, context.pos)),
      validFor: inString ? /^[^"'`\s]*$/ : /^[\p{L}\p{N}_$]*$/u,
    };
  };
  return [
    autocompletion({
      override: [source],
      icons: false,
      defaultKeymap: false,
      activateOnTypingDelay: TYPING_MS,
      activateOnCompletion: (completion) => /["'`]$/.test(completion.insert),
    }),
    EditorState.phrases.of({ Completions: words.completions }),
  ];
}

/** Where the field has one line, line ends that are pasted become blanks, and none come in otherwise. */
const oneLine = [
  EditorView.clipboardInputFilter.of((text) => text.trim().replace(/\s*\n\s*/g, " ")),
  EditorState.transactionFilter.of((transaction) => (transaction.newDoc.lines > 1 ? [] : transaction)),
];

/** What is typed over a selection: browsers would keep its colours in a style attribute, which no page may have. */
const typedOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const typed = event.inputType === "insertText" && event.data !== null && !view.composing;
    if (!typed || view.state.selection.main.empty) return false;
    view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
    return true;
  },
});

/**
 * @param options.parent the element that the editor goes into
 * @param options.field the form's own input or textarea: its text, and what the editor keeps up to date
 * @param options.bare whether the text is an expression without braces
 * @param options.attributes of the element that is typed into
 * @param options.words what the editor itself says
 */
export function createEditor({ parent, field, bare, attributes, words, ask, changed, submit }) {
  const multiline = field.matches("textarea");
  const keys = [
    { key: "Escape", run: closeCompletion, stopPropagation: true },
    ...completionKeymap.filter(({ key }) => key !== "Escape"),
    { key: multiline ? "Mod-Enter" : "Enter", run: submit },
    ...historyKeymap,
    ...defaultKeymap,
  ];
  const state = EditorState.create({
    doc: field.value,
    selection: { anchor: field.value.length },
    extensions: [
      keymap.of(keys),
      history(),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ ...attributes, "aria-multiline": String(multiline) }),
      EditorView.updateListener.of(changed),
      typedOver,
      multiline ? [] : oneLine,
      language(bare),
      bracketMatching({ brackets: "()[]" }),
      failure,
      completing(ask, words),
    ],
  });
  return new EditorView({ state, parent });
}
