// Asks the server what the text is in the chosen case and what may come next; an older question is dropped.

const CASE = ["filled", "target", "stage"];

export class Asking {
  /**
   * @param url where to ask
   * @param fixed what every question says: key and path of the value, the token of the form
   * @param stage the Stage that was chosen in the form, if there is a choice
   * @param answered gets every answer; null where there is none
   */
  constructor(url, fixed, stage, answered) {
    Object.assign(this, { url, fixed, stage, answered });
    this.question = "";
    this.answer = Promise.resolve(null);
  }

  /** The answer for a text with the cursor in it; null where another question came before it. */
  ask(text, cursor, explicit = false) {
    const body = new URLSearchParams({ ...this.fixed, text, cursor, explicit: explicit ? "1" : "" });
    const page = new URLSearchParams(location.search);
    for (const name of CASE) for (const value of page.getAll(name)) body.append(name, value);
    if (this.stage()) body.set("stage", this.stage());
    if (body.toString() === this.question) return this.answer;
    this.stop();
    this.question = body.toString();
    this.running = new AbortController();
    this.answer = this.#send(body, this.running.signal);
    return this.answer;
  }

  /** Drop the question under way. */
  stop() {
    this.running?.abort();
    this.question = "";
  }

  async #send(body, signal) {
    try {
      const headers = { "X-CSRFToken": this.fixed.csrfmiddlewaretoken };
      const response = await fetch(this.url, { method: "POST", body, headers, signal, redirect: "error" });
      const answer = response.ok ? await response.json() : null;
      this.answered(answer);
      return answer;
    } catch {
      if (signal.aborted) return null;
      this.question = "";
      this.answered(null);
      return null;
    }
  }
}
