// Colours for expressions and for templates that hold some. Whether they are right is the server's to say.

import { StreamLanguage, syntaxHighlighting, tagHighlighter, tags } from "../../vendor/codemirror.min.js";

const WORD = /^(?:true|false|nil|not|in|and|or|contains|matches|startsWith|endsWith|let|if|else)\b/;
const STRING = /^(?:"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|`[^`]*`?)/;

function inExpression(stream) {
  if (stream.match(STRING)) return "string";
  if (stream.match(WORD)) return "keyword";
  if (stream.match(/^\d[\w.]*/)) return "number";
  if (stream.match(/^[\p{L}_$][\p{L}\p{N}_$]*(?=\s*\()/u)) return "function";
  if (stream.match(/^[\p{L}_$][\p{L}\p{N}_$]*/u)) return "name";
  stream.next();
  return "operator";
}

/** @param bare whether the text is an expression as a whole, without braces */
function parser(bare) {
  return {
    startState: () => ({ closing: "" }),
    token(stream, state) {
      if (stream.eatSpace()) return null;
      if (stream.match("${{") || stream.match("${%")) {
        state.closing = stream.current() === "${{" ? "}}" : "%}";
        return "brace";
      }
      if (state.closing && stream.match(state.closing)) {
        state.closing = "";
        return "brace";
      }
      if (state.closing || bare) return inExpression(stream);
      stream.next();
      stream.match(/^[^$\s]+/);
      return "text";
    },
    tokenTable: { brace: tags.brace, function: tags.function(tags.variableName), name: tags.variableName, text: tags.content },
  };
}

const classes = tagHighlighter([
  { tag: tags.string, class: "x-string" },
  { tag: tags.number, class: "x-string" },
  { tag: tags.keyword, class: "x-word" },
  { tag: tags.function(tags.variableName), class: "x-function" },
  { tag: tags.brace, class: "x-brace" },
]);

export const language = (bare) => [StreamLanguage.define(parser(bare)), syntaxHighlighting(classes)];
