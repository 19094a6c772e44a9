// <expression-field>: an editor over a form's own input or textarea, which stays what the form sends.
// What is typed is worked out by the server, and its value stands below the field.

import { Asking } from "./expression/asking.js";
import { createEditor } from "./expression/editor.js";
import { showFailure } from "./expression/failure.js";
import { ValueLine } from "./expression/value-line.js";

const PAUSE_MS = 60;
const MOVED = ["aria-describedby", "aria-invalid", "spellcheck", "autocapitalize"];

class ExpressionField extends HTMLElement {
  connectedCallback() {
    if (this.view) return; // htmx has moved it
    this.field = this.querySelector("input, textarea");
    this.form = this.field.form;
    const focused = this.field.autofocus || document.activeElement === this.field;
    this.line = new ValueLine(document.getElementById(this.dataset.shows));
    this.stages = this.form.querySelector("[data-stage]");
    this.asking = this.#asking();
    this.view = this.#editor();
    this.field.hidden = true;
    this.line.element.hidden = false;
    this.stages?.addEventListener("change", () => this.#refresh());
    this.#refresh();
    if (!focused) return;
    this.view.focus();
    this.line.element.scrollIntoView({ block: "nearest" });
  }

  disconnectedCallback() {
    clearTimeout(this.pause);
    this.asking.stop();
    setTimeout(() => {
      if (this.isConnected) return;
      this.view.destroy();
    });
  }

  #asking() {
    const { key, path, url } = this.dataset;
    const { csrfmiddlewaretoken } = this.form.elements;
    const fixed = { key, path, csrfmiddlewaretoken: csrfmiddlewaretoken.value };
    return new Asking(url, fixed, () => this.stages?.value, (answer) => this.#answered(answer));
  }

  #editor() {
    const { field, form } = this;
    return createEditor({
      parent: this,
      field,
      bare: this.dataset.path === "if",
      attributes: { ...this.#labelled(), ...taken(field, MOVED) },
      words: { completions: this.dataset.completions },
      ask: (text, cursor, explicit) => this.asking.ask(text, cursor, explicit),
      changed: (update) => this.#changed(update),
      submit: () => {
        form.requestSubmit(form.querySelector("button:not([type=button])"));
        return true;
      },
    });
  }

  /** The field's label becomes the editor's: whoever looks for it finds one field, not two. */
  #labelled() {
    const label = this.field.labels[0];
    label.id ||= `${this.field.id}-label`;
    label.removeAttribute("for");
    label.addEventListener("click", () => this.view.focus());
    return { "aria-labelledby": label.id };
  }

  #changed({ docChanged, selectionSet, state }) {
    if (docChanged) this.field.value = state.doc.toString();
    if (docChanged || selectionSet) this.#later();
  }

  #later() {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.#refresh(), PAUSE_MS);
  }

  #refresh() {
    const { doc, selection } = this.view.state;
    this.line.wait();
    this.asking.ask(doc.toString(), selection.main.head);
  }

  #answered(answer) {
    this.line.show(answer);
    showFailure(this.view, answer?.error?.at ?? answer?.whole?.error?.at ?? null);
  }
}

/** Attributes of the field, which are the editor's from now on. */
function taken(field, names) {
  const there = names.filter((name) => field.hasAttribute(name));
  const found = Object.fromEntries(there.map((name) => [name, field.getAttribute(name)]));
  for (const name of there) field.removeAttribute(name);
  return found;
}

customElements.define("expression-field", ExpressionField);
