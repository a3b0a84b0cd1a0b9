import { useEffect, useRef } from 'react';

/** What a key does on a screen. `keys` is one key ("j", "J" with Shift, "Enter", "Space") or a sequence ("g i"). */
export interface Hotkey {
  readonly keys: string;
  readonly label: string;
  readonly run: () => void;
  /** False hides and disables it for now. */
  readonly isEnabled?: boolean;
}

interface Registration {
  readonly scope: string;
  readonly hotkeys: readonly Hotkey[];
}

const registrations = new Set<{ current: Registration }>();
/** False: letters, digits and signs alone do nothing, see `obeySingleKeys`. */
let isSingleOn = true;
let prefix = '';
let prefixTimer = 0;

/**
 * Binds keys while the calling component is shown, and lists them under `scope` in the keys help and the command
 * palette. Keys do nothing while a text field has the focus or a dialog is open; Enter and Space are left to focused
 * controls.
 */
export function useHotkeys(scope: string, hotkeys: readonly Hotkey[]): void {
  const registration = useRef<Registration>({ scope, hotkeys });
  useEffect(() => {
    registration.current = { scope, hotkeys };
  });
  useEffect(() => {
    registrations.add(registration);
    return () => {
      registrations.delete(registration);
    };
  }, []);
}

/** Everything bound at this moment, by scope; later registrations first. */
export function activeHotkeys(): readonly Registration[] {
  return [...registrations]
    .map((entry) => entry.current)
    .filter((entry) => entry.hotkeys.length > 0)
    .toReversed();
}

/**
 * Whether keys that write something are shortcuts. Where they are not, Enter, Escape, Space and the arrows still work, and what
 * a screen can do is found with Ctrl+K.
 */
export function obeySingleKeys(isOn: boolean): void {
  isSingleOn = isOn;
}

/** Starts listening; called once by the app shell. Returns the way to stop. */
export function listenForHotkeys(): () => void {
  function onKeyDown(event: KeyboardEvent) {
    // A key that is still held after it pressed a button presses nothing more.
    if (event.repeat && event.key === 'Enter') return;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isBusy(event)) return;
    const pressed = event.key === ' ' ? 'Space' : event.key;
    if (!isSingleOn && pressed.length === 1) return;
    const sequence = prefix === '' ? pressed : `${prefix} ${pressed}`;
    const all = activeHotkeys().flatMap((entry) => entry.hotkeys.filter((hotkey) => hotkey.isEnabled !== false));
    const match = all.find((hotkey) => hotkey.keys === sequence);
    clearTimeout(prefixTimer);
    prefix = '';
    if (match !== undefined) {
      event.preventDefault();
      match.run();
    } else if (all.some((hotkey) => hotkey.keys.startsWith(`${sequence} `))) {
      prefix = sequence;
      prefixTimer = window.setTimeout(() => {
        prefix = '';
      }, 1200);
    }
  }
  document.addEventListener('keydown', onKeyDown);
  return () => document.removeEventListener('keydown', onKeyDown);
}

function isBusy(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select')) {
    return true;
  }
  if (target.closest('[role=dialog], [role=alertdialog], [role=listbox], [role=menu], [role=spinbutton]')) return true;
  // What is read beside the work must not act on the work.
  if (target.closest('[data-keys-apart]')) return true;
  // Behind a dialog, which takes the page away from those who cannot see it, wherever the focus is.
  if (document.querySelector('#root:is([inert], [aria-hidden=true])') !== null) return true;
  if (event.key === ' ' && target.matches('input')) return true;
  return (
    (event.key === 'Enter' || event.key === ' ') &&
    target.closest('button, a, summary, [role=grid], [role=tab], [role=radio]') !== null
  );
}
