// The caret in the text that shows where Kargo finds something wrong.

import { Decoration, EditorView, StateEffect, StateField, WidgetType } from "../../vendor/codemirror.min.js";

class Caret extends WidgetType {
  toDOM() {
    const caret = document.createElement("span");
    caret.className = "x-failure x-failure-end";
    return caret;
  }
}

const move = StateEffect.define();
const mark = Decoration.mark({ class: "x-failure" });
const widget = Decoration.widget({ widget: new Caret(), side: 1 });

/** The decoration at an offset; at the end of a line there is no character to mark. */
function caretAt(doc, at) {
  if (at === null) return Decoration.none;
  const place = Math.min(at, doc.length);
  const ends = place === doc.lineAt(place).to;
  return Decoration.set([ends ? widget.range(place) : mark.range(place, place + 1)]);
}

export const failure = StateField.define({
  create: () => Decoration.none,
  update(caret, transaction) {
    for (const effect of transaction.effects) if (effect.is(move)) return caretAt(transaction.newDoc, effect.value);
    return caret.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Show the caret at an offset, or nowhere with null. */
export function showFailure(view, at) {
  view.dispatch({ effects: move.of(at) });
}
