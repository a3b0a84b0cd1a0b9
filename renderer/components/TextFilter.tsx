import { useEffect, useState } from 'react';
import { SearchField } from './Field.tsx';

/** A search field that waits for a pause in typing before it asks. */
export function TextFilter({
  label,
  text,
  onText,
}: {
  readonly label: string;
  readonly text: string;
  readonly onText: (text: string) => void;
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
  return <SearchField label={label} value={typed} onChange={setTyped} placeholder="Filter" />;
}
