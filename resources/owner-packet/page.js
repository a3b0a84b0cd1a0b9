// @ts-check
'use strict';

// The page an owner answers in. It writes every text it was given as text, asks, and saves the answers as a file.

/** @typedef {{ id: string, name: string, nameWarning: string | null, platform: string, publisher: string | null, may: string[], mayMore: number, who: string, lastUse: string, purpose: string | null, owners: string[] }} App */
/** @typedef {{ id: string, case: { id: string, name: string }, owner: { name: string, email: string }, madeBy: string, madeAt: string, note: string, questions: string[], purposes: { code: string, label: string }[], apps: App[] }} Packet */
/** @typedef {Record<string, string>} Answer */

/** @param {string} id */
function byId(id) {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`there is no ${id}`);
  return element;
}

/** @type {Packet} */
const packet = JSON.parse(byId('packet').textContent ?? '');

/** @param {string} tag @param {string} [text] @param {string} [className] */
function make(tag, text = '', className = '') {
  const element = document.createElement(tag);
  element.textContent = text;
  if (className !== '') element.className = className;
  // A name that turns its neighbours around stays within itself.
  element.dir = 'auto';
  return element;
}

/** RFC 8785, as far as these answers need it. @param {unknown} value @returns {string} */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}

/** @param {string} text */
async function sha256(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

// Questions -----------------------------------------------------------------------------------------------------------

/** Reads and writes the answers to one app, field by field. @type {Map<string, Map<string, { get: () => string, set: (value: string) => void }>>} */
const fields = new Map();

/** @param {HTMLElement} parent @param {string} app @param {string} name @param {string} label @param {[string, string][]} choices */
function askChoice(parent, app, name, label, choices) {
  const group = document.createElement('fieldset');
  group.append(make('legend', label));
  const inputs = choices.map(([value, text]) => {
    const line = document.createElement('label');
    const input = document.createElement('input');
    input.type = 'radio';
    input.name = `${app} ${name}`;
    input.value = value;
    line.append(input, ` ${text}`);
    group.append(line);
    return input;
  });
  parent.append(group);
  fields.get(app)?.set(name, {
    get: () => inputs.find((input) => input.checked)?.value ?? '',
    set: (value) => inputs.forEach((input) => (input.checked = input.value === value)),
  });
}

/** @param {HTMLElement} parent @param {string} app @param {string} name @param {string} label @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} input */
function askField(parent, app, name, label, input) {
  const line = make('div', '', 'field');
  const caption = document.createElement('label');
  input.id = `${name} ${fields.size}`;
  caption.htmlFor = input.id;
  caption.append(label);
  line.append(caption, input);
  parent.append(line);
  fields.get(app)?.set(name, { get: () => input.value.trim(), set: (value) => (input.value = value) });
}

/** @param {number} most @param {boolean} isLong */
function textInput(most, isLong) {
  const input = document.createElement(isLong ? 'textarea' : 'input');
  if (input instanceof HTMLTextAreaElement) input.rows = 2;
  else input.type = 'text';
  input.maxLength = most;
  return input;
}

/** @param {string | null} current */
function purposeSelect(current) {
  const select = document.createElement('select');
  const none = document.createElement('option');
  none.value = '';
  none.textContent = current === null ? 'Choose one, or say it in words below' : 'Choose one if the purpose changed';
  select.append(none);
  for (const { code, label } of packet.purposes) {
    const option = document.createElement('option');
    option.value = code;
    option.textContent = label;
    select.append(option);
  }
  return select;
}

/** @param {App} app */
function showApp(app) {
  const part = document.createElement('article');
  part.append(make('h2', app.name));
  part.append(
    make('p', app.publisher === null ? app.platform : `${app.platform}, published by ${app.publisher}`, 'quiet'),
  );
  if (app.nameWarning !== null) part.append(make('p', app.nameWarning, 'bad'));
  if (app.may.length > 0) {
    part.append(make('p', 'What it was allowed to do:'));
    const list = document.createElement('ul');
    for (const line of app.may) list.append(make('li', line));
    if (app.mayMore > 0) list.append(make('li', `and ${app.mayMore} more`));
    part.append(list);
  }
  if (app.who !== '') part.append(make('p', app.who));
  part.append(make('p', app.lastUse));
  part.append(make('p', app.purpose === null ? 'Purpose on record: none.' : `Purpose on record: ${app.purpose}`));
  part.append(
    make('p', app.owners.length === 0 ? 'Owner on record: nobody.' : `Owner on record: ${app.owners.join(', ')}`),
  );
  fields.set(app.id, new Map());
  const asks = new Set(packet.questions);
  if (asks.has('needed'))
    askChoice(part, app.id, 'needed', 'Is it still needed?', [
      ['yes', 'Yes'],
      ['no', 'No'],
      ['unsure', 'I am not sure'],
    ]);
  if (asks.has('purpose')) {
    askField(part, app.id, 'purposeCode', 'What is it for?', purposeSelect(app.purpose));
    askField(part, app.id, 'purpose', 'What is it for, in your words?', textInput(500, false));
  }
  if (asks.has('owner')) {
    askChoice(part, app.id, 'rightOwner', 'Are you the right person to answer for it?', [
      ['yes', 'Yes'],
      ['no', 'No'],
    ]);
    askField(part, app.id, 'otherOwner', 'If not, who is? An e-mail address is best.', textInput(200, false));
  }
  if (asks.has('alternatives'))
    askField(part, app.id, 'alternatives', 'What could take its place?', textInput(4000, true));
  if (asks.has('people')) askField(part, app.id, 'people', 'Which people still need it?', textInput(4000, true));
  if (asks.has('comments')) askField(part, app.id, 'comments', 'Anything else?', textInput(4000, true));
  byId('apps').append(part);
}

// Saving and going on -------------------------------------------------------------------------------------------------

const NAMES = ['needed', 'purposeCode', 'purpose', 'rightOwner', 'otherOwner', 'alternatives', 'people', 'comments'];

/** @param {string} text @param {boolean} isGood */
function say(text, isGood) {
  const line = byId('message');
  line.textContent = text;
  line.className = isGood ? '' : 'bad';
}

function nameField() {
  const input = byId('by');
  if (!(input instanceof HTMLInputElement)) throw new Error('the name has no field');
  return input;
}

async function save() {
  const by = nameField().value.trim();
  if (by === '') {
    nameField().focus();
    say('Write your name first.', false);
    return;
  }
  const answers = packet.apps.map((app) => ({
    app: app.id,
    ...Object.fromEntries(NAMES.map((name) => [name, (fields.get(app.id)?.get(name)?.get() ?? '').toWellFormed()])),
  }));
  const file = {
    kind: 'countersign-owner-answers/1',
    packet,
    answers,
    by: by.toWellFormed(),
    at: new Date().toISOString(),
  };
  const whole = { ...file, sha256: await sha256(canonical(file)) };
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(whole, null, 1)], { type: 'application/json' }));
  link.download = `answers-${packet.id.slice(0, 8)}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
  say(`Saved as ${link.download} in your folder for downloads. Bring or send that file back.`, true);
}

/** @param {File} file */
async function goOn(file) {
  try {
    const { sha256: stated, ...saved } = JSON.parse(await file.text());
    if (saved.kind !== 'countersign-owner-answers/1' || saved.packet?.id !== packet.id) {
      say('This file holds no answers to the questions on this page.', false);
      return;
    }
    if ((await sha256(canonical(saved))) !== stated) {
      say('This file was changed after it was saved, so it is not used.', false);
      return;
    }
    for (const answer of saved.answers) for (const name of NAMES) fields.get(answer.app)?.get(name)?.set(answer[name]);
    nameField().value = saved.by;
    say('The saved answers are filled in. Go on where you stopped.', true);
  } catch {
    say('This file cannot be read as saved answers.', false);
  }
}

byId('intro').textContent =
  `${packet.madeBy} asks ${packet.owner.name} about ${packet.apps.length === 1 ? 'one app' : `${packet.apps.length} apps`} in the review “${packet.case.name}” (${packet.madeAt.slice(0, 10)}).`;
byId('note').textContent = packet.note;
packet.apps.forEach(showApp);
byId('save').addEventListener('click', () => void save());
byId('resume').addEventListener('change', (event) => {
  const file = event.target instanceof HTMLInputElement ? event.target.files?.[0] : undefined;
  if (file !== undefined) void goOn(file);
});
