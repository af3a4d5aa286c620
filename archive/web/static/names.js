// Names for those who hear Datasette's pages, which give none: to the fields of filters, and to what one types SQL in.
const NAMES = {
  "[name^=_filter_column]": "Column",
  "[name^=_filter_op]": "Condition",
  "[name^=_filter_value]": "Value",
  ".CodeMirror textarea": "SQL",
};
window.addEventListener("load", () => setTimeout(() => {  // after Datasette's own, which makes the editor
  for (const [which, name] of Object.entries(NAMES)) {
    for (const field of document.querySelectorAll(which)) field.setAttribute("aria-label", name);
  }
}));
