import {
  createContext,
  lazy,
  Suspense,
  useContext,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import { useLocation, useNavigate } from 'react-router';
import { helpFor } from './help-pages.ts';
import { beginTrail, goOn, placeOf, step, type Trail } from './trail.ts';

/** Read when the help is opened, not before the first screen. */
const HelpOver = lazy(async () => ({ default: (await import('./HelpOver.tsx')).HelpOver }));

/** Beside the work, or over it while a dialog keeps everything else still. */
type Where = 'beside' | 'over' | null;

interface Help {
  /** The help about the screen at hand; closes it when just that is shown. `beside` is for dialogs that close themselves. */
  readonly openHere: (how?: 'beside') => void;
  /** A page beside the work. */
  readonly open: (place: string) => void;
  readonly close: () => void;
  /** Goes on with what is read on a screen of its own. */
  readonly openWhole: () => void;
  readonly isBeside: boolean;
  /** What the reader needs of where one is. */
  readonly reading: {
    readonly place: string;
    readonly onGo: (place: string) => void;
    readonly onBack: (() => void) | null;
    readonly onForward: (() => void) | null;
  };
}

const HelpContext = createContext<Help | null>(null);

/** How anything below opens the help. */
export function useHelp(): Help {
  const help = useContext(HelpContext);
  if (help === null) throw new Error('useHelp outside of HelpProvider');
  return help;
}

/** Keeps where one is in the help, and opens it on F1 from everywhere: beside the work, which stays as it is. */
export function HelpProvider({ children }: { readonly children: ReactNode }) {
  const { pathname, state } = useLocation();
  const navigate = useNavigate();
  const [where, setWhere] = useState<Where>(null);
  const [wasOver, setWasOver] = useState(false);
  if (where === 'over' && !wasOver) setWasOver(true);
  const [trail, setTrail] = useState<Trail>(() => beginTrail('contents'));
  const cameFrom = useRef<HTMLElement | null>(null);
  const place = placeOf(trail);

  function open(to: string, how: Where = 'beside') {
    if (where === null)
      cameFrom.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    setTrail(where === null && trail.places.length === 1 ? beginTrail(to) : goOn(trail, to));
    setWhere((now) => now ?? how);
  }
  function close() {
    setWhere(null);
    if (where === 'beside') cameFrom.current?.focus();
  }
  function openHere(how?: 'beside') {
    const here = helpFor(pathname);
    if (pathname.startsWith('/help')) void navigate('/help', { state });
    else if (where !== null && place === here) close();
    else open(here, how ?? (document.querySelector('section[role=dialog]') === null ? 'beside' : 'over'));
  }
  const help: Help = {
    openHere,
    open: (to) => open(to),
    close,
    openWhole: () => {
      setWhere(null);
      void navigate(`/help/${place}`, { state: { from: pathname } });
    },
    isBeside: where === 'beside',
    reading: {
      place,
      onGo: (to) => setTrail(goOn(trail, to)),
      onBack: trail.at > 0 ? () => setTrail(step(trail, -1)) : null,
      onForward: trail.at < trail.places.length - 1 ? () => setTrail(step(trail, 1)) : null,
    },
  };
  const onF1 = useEffectEvent(() => openHere());
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key !== 'F1' || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      event.preventDefault();
      onF1();
    }
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <HelpContext value={help}>
      {children}
      {wasOver && (
        <Suspense>
          <HelpOver isOpen={where === 'over'} />
        </Suspense>
      )}
    </HelpContext>
  );
}
