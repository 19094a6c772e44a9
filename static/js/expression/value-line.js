// The line below the field: what the text is in the chosen case, what that depends on, or what is wrong with it.

const WAITS_MS = 300;
const TYPES_MS = 700;

export class ValueLine {
  /** @param element of templates/editor/workbench/_expression_value.html */
  constructor(element) {
    this.element = element;
    this.parts = Object.fromEntries([...element.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));
  }

  /** Show an answer of the server; null where there is none to show. */
  show(answer) {
    this.settle();
    const { element, parts } = this;
    element.dataset.state = answer ? stateOf(answer) : "none";
    this.#say("value", answer?.value);
    this.#say("type", answer?.type);
    this.#say("note", answer?.note);
    this.#say("error", answer?.error && placed(answer.error));
    this.#say("whole", answer?.whole && summary(answer.whole));
    this.#say("case", answer?.case);
    parts.wholly.hidden = !answer?.whole;
    parts.failed.hidden = Boolean(answer);
  }

  /** An answer is on its way; the line is dimmed when that takes long, and shows no alarm while one types. */
  wait() {
    this.waiting ??= setTimeout(() => this.element.classList.add("waiting"), WAITS_MS);
    clearTimeout(this.typing);
    this.element.classList.add("typing");
    this.typing = setTimeout(() => this.element.classList.remove("typing"), TYPES_MS);
  }

  /** Nothing is on its way. */
  settle() {
    clearTimeout(this.waiting);
    this.waiting = undefined;
    this.element.classList.remove("waiting");
  }

  #say(part, text) {
    const element = this.parts[part];
    element.textContent = text ?? "";
    element.hidden = !text;
  }
}

function stateOf({ value, type, error, depends }) {
  if (error) return "wrong";
  if (depends.length) return "unknown";
  return value || type ? "known" : "empty";
}

const placed = ({ message, line, column }) => (line ? `${message} (${line}:${column})` : message);

function summary({ value, type, depends, error }) {
  if (error) return placed(error);
  return depends.length ? depends.join(", ") : [value, type].filter(Boolean).join(" ");
}
