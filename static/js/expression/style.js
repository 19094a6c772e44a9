// CodeMirror's rules, in a sheet of the document instead of a <style>, which the page's policy does not allow.
// They stand in a layer, so that rules of static/css win over them.

import { StyleModule } from "../../vendor/codemirror.min.js";

const sheet = new CSSStyleSheet();
const mounted = new Set();

StyleModule.mount = (_root, modules) => {
  for (const each of [modules].flat()) mounted.add(each);
  sheet.replaceSync(`@layer codemirror { ${[...mounted].map((each) => each.getRules()).join("\n")} }`);
};
document.adoptedStyleSheets.push(sheet);
