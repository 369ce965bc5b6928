// All tests in a browser, against the real server: `npm run e2e`. Each of the files below runs alone too, as
// `node --test e2e/keyboard.mjs`.

import "./first_run.mjs";
import "./seller.mjs";
import "./undo.mjs";
import "./tables.mjs";
import "./desk.mjs";
import "./address.mjs";
import "./explain.mjs";
import "./imported_names.mjs";
import "./keyboard.mjs";
import "./phone.mjs";
import "./accessibility.mjs";
