// Times on the reader's own clock, in their calendar and digits; without a script they stay in UTC.
"use strict";

const root = document.documentElement;
const persian = root.lang === "fa";
const plain = { en: "en-GB", fa: "fa-IR", ar: "ar-u-nu-latn" }[root.lang] ?? root.lang;
const locale = persian ? "fa-IR-u-ca-persian" : plain;
const forms = {
  clock: new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hour12: false }),
  minute: new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", hour12: false }),
  full: new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium", hour12: false }),
};

function localise(within) {
  for (const time of within.querySelectorAll("time[data-form]")) {
    const moment = new Date(time.dateTime);
    time.textContent = forms[time.dataset.form].format(moment);
    time.title = forms.full.format(moment);
    if (time.dir) time.dir = root.dir;
  }
}

localise(document);
