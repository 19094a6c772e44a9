// What static/js/expression uses of CodeMirror: tools/vendor.py makes one file of it.
export { EditorState, StateEffect, StateField } from "@codemirror/state";
export { Decoration, EditorView, WidgetType, keymap } from "@codemirror/view";
export { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
export { autocompletion, closeCompletion, completionKeymap, pickedCompletion } from "@codemirror/autocomplete";
export { StreamLanguage, bracketMatching, syntaxHighlighting } from "@codemirror/language";
export { tagHighlighter, tags } from "@lezer/highlight";
export { StyleModule } from "style-mod";
