import { useEffect, useState } from 'react';
import { SearchField } from './SearchField.tsx';

/** A search field that waits for a pause in typing before it asks. */
export function TextFilter({
  label,
  text,
  onText,
  onEnter,
}: {
  readonly label: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Enter was pressed; asks for what was typed at once and hands it over. */
  readonly onEnter?: (text: string) => void;
}) {
  const [typed, setTyped] = useState(text);
  const [asked, setAsked] = useState(text);
  if (asked !== text) {
    setAsked(text);
    setTyped(text);
  }
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(() => onText(typed.slice(0, 200)), 150);
    return () => clearTimeout(timer);
  });
  function submit() {
    const asking = typed.slice(0, 200);
    if (asking === '' || onEnter === undefined) return;
    if (asking !== text) onText(asking);
    onEnter(asking);
  }
  return <SearchField label={label} value={typed} onChange={setTyped} onSubmit={submit} placeholder="Filter" />;
}
