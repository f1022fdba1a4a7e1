/* Rules for the HTML of the built site. What is switched off is no mistake of the standard, or has the reason beside it. */
module.exports = {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    "doctype-style": "off",               // small letters are as good
    "no-trailing-whitespace": "off",      // what templates leave; packed away for the reader
    "no-implicit-button-type": "off",     // a button of a form that sends it needs no type
    "long-title": "off",                  // names of laws and forms are long
    "tel-non-breaking": "off",            // the stylesheet keeps numbers on one line
    "no-redundant-role": "off",           // a table that becomes cards on a phone loses its role unless it is said
    "prefer-native-element": "off",       // the same for regions made of what Markdown gives
    "aria-label-misuse": ["error", { allowAnyNamable: true }],      // a list may have a name
    "no-deprecated-attr": "off",          // widths of columns: a style attribute would break the content security policy
    "form-dup-name": "off",               // a group of checkboxes shares its name
    "wcag/h32": "off",                    // filters act as one types, there is nothing to send
    "valid-id": ["error", { relaxed: true }],
    "valid-autocomplete": "off",          // two hidden checkboxes of the theme's skeleton
  },
};
