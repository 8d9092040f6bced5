// Nothing typed is lost: what stands in a form is kept in this browser while it is typed, and offered
// again after any accident. Staff's and members' pages only. A draft belongs to one person and one
// address; it goes when the form is saved, thrown away or a week old, and with the log-out. Neither
// passwords and codes nor files and tokens are kept.
"use strict";

(() => {
  const { person, method } = document.currentScript.dataset;
  if (!person) return;
  const OLDEST = 7 * 24 * 3600 * 1000;
  const SECRET = /^csrfmiddlewaretoken$|password|passwd|secret|^code$|^otp/;
  // A form that was not taken keeps its fields itself, and shows none of them.
  const FORMS = 'form.main-form[method="post"]:not(.resubmission-form), '
    + '#content-main > form[method="post"][id$="_form"]';
  const mine = `draft ${person} `;
  const here = `${mine}${location.pathname} `;

  const all = () => Object.keys(localStorage).filter((key) => key.startsWith("draft "));
  const read = (key) => {
    try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
  };
  const remove = (key) => localStorage.removeItem(key);
  const forgetMine = () => all().filter((key) => key.startsWith(mine)).forEach(remove);

  // Name, value and, of a choice, the words of every field as it stands.
  const said = (form, hidden = true) => [...form.elements].flatMap((each) => {
    const { name, type, value } = each;
    if (!name || each.disabled || SECRET.test(name)) return [];
    if (/^(password|file|submit|button|reset|image)$/.test(type)) return [];
    if (type === "hidden" && !hidden) return [];
    if (type === "checkbox" || type === "radio") return each.checked ? [[name, value]] : [];
    if (!each.selectedOptions) return [[name, value]];
    return [...each.selectedOptions].map((option) => [name, option.value, option.text]);
  });
  const shown = (form) => JSON.stringify(said(form, false));
  const shownOf = (form, draft) => {
    const names = new Set([...form.elements].filter((each) => each.type === "hidden").map((each) => each.name));
    return JSON.stringify(draft.fields.filter(([name]) => !names.has(name)));
  };

  // The server shows the form again, with all of its rows, as if a preview had been left.
  const sendBack = (form, draft, key, button) => {
    const post = document.createElement("form");
    post.method = "post";
    post.action = location.href;
    const token = form.elements.csrfmiddlewaretoken;
    [...draft.fields, [token.name, token.value], [button, "again"]].forEach(([name, value]) => {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      post.append(input);
    });
    sessionStorage.setItem("draft sent", key);
    document.body.append(post);
    post.submit();
  };

  const fill = (form, draft) => {
    draft.fields.filter(([name]) => name.endsWith("-TOTAL_FORMS")).forEach(([name, count]) => {
      const add = document.querySelector(`#${name.replace("-TOTAL_FORMS", "")}-group .add-row :is(a, button)`);
      for (let more = count - form.elements[name]?.value; add && more > 0; more -= 1) add.click();
    });
    const left = new Map(draft.fields.map(([name]) => [name, []]));
    draft.fields.forEach((each) => left.get(each[0]).push(each));
    [...form.elements].forEach((each) => {
      const { name, type } = each;
      if (!name || SECRET.test(name) || /^(password|file|submit|button)$/.test(type)) return;
      const values = left.get(name) ?? [];
      if (type === "checkbox" || type === "radio") {
        each.checked = values.some(([, value]) => value === each.value);
      } else if (each.options) {
        const wanted = new Map(values.map(([, value, text]) => [value, text]));
        const taken = [...each.options].map((option) => option.value);
        wanted.forEach((text, value) => taken.includes(value) || each.add(new Option(text, value)));
        [...each.options].forEach((option) => (option.selected = wanted.has(option.value)));
      } else if (values.length) [, each.value] = values.shift();
      each.dispatchEvent(new Event("change", { bubbles: true }));
    });
  };
  const offer = (form, key, draft) => {
    const box = document.getElementById("draft-offer").content.cloneNode(true).firstElementChild;
    const when = { month: "long", day: "numeric", hour: "numeric", minute: "2-digit" };
    box.querySelector(".draft-when").textContent = new Date(draft.at).toLocaleString("ja-JP", when);
    const gone = () => { remove(key); box.remove(); };
    box.querySelector(".draft-drop").addEventListener("click", gone);
    box.querySelector(".draft-take").addEventListener("click", () => {
      const again = form.querySelector("[data-shows-again]");
      if (again) return sendBack(form, draft, key, again.dataset.showsAgain);
      fill(form, draft);
      return gone();
    });
    form.before(box);
  };

  // As long as another page lives with a draft, it is that page's: the page that is just being left
  // by a reload too, whose lock may still stand for a moment.
  const whenLeft = (key, offered) => (navigator.locks ? navigator.locks.request(key, offered) : offered());

  const watch = (form) => {
    const sent = sessionStorage.getItem("draft sent");
    const back = method === "POST" && sent?.startsWith(here);
    let key = back ? sent : `${here}${Date.now()}`;
    let first = back || typed ? "" : shown(form);
    let leaving = false;
    let locked = false;
    const keep = () => {
      if (shown(form) === first) return remove(key);
      if (!locked) navigator.locks?.request(key, () => new Promise(() => {}));
      locked = true;
      try {
        localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields: said(form) }));
      } catch { /* the browser has no room: leaving still warns */ }
      return undefined;
    };
    all().filter((each) => each.startsWith(here) && each !== key).forEach((each) => whenLeft(each, () => {
      const draft = read(each);
      if (!draft || shownOf(form, draft) === shown(form)) remove(each);
      else offer(form, each, draft);
    }));
    if (back || typed) keep();
    if (!back) sessionStorage.removeItem("draft sent");
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    form.addEventListener("click", () => setTimeout(keep));
    form.addEventListener("submit", () => {
      leaving = true;
      keep();
      sessionStorage.setItem("draft sent", key);
    });
    addEventListener("pageshow", (event) => { if (event.persisted) leaving = false; });
    addEventListener("beforeunload", (event) => {
      if (!leaving && shown(form) !== first) event.preventDefault();
    });
  };

  all().forEach((key) => { if (!(Date.now() - read(key)?.at < OLDEST)) remove(key); });
  if (document.querySelector(".messagelist .success, .message-success")) {
    remove(sessionStorage.getItem("draft sent"));
    sessionStorage.removeItem("draft sent");
  }
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action")?.endsWith("/logout/")) forgetMine();
  });
  const start = () => {
    const form = document.querySelector(FORMS);
    if (form) watch(form);
  };
  // Other scripts number rows and complete choices first; what is typed meanwhile counts as typed.
  let typed = false;
  document.addEventListener("input", () => { typed = true; }, { once: true });
  if (document.readyState === "complete") start();
  else addEventListener("load", () => setTimeout(start));
})();
