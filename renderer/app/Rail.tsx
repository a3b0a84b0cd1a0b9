import { NavLink } from 'react-router';
import type { WorkspaceStatus } from '../../shared/contract/workspace.ts';
import { IconButton } from '../components/Button.tsx';
import { cx } from '../components/cx.ts';
import { formatCount } from '../components/format.ts';
import { Icon } from '../components/Icon.tsx';
import { Kbd } from '../components/Kbd.tsx';
import { useEngineQuery } from '../engine/hooks.ts';
import { ReviewerFoot } from '../features/reviewers/ReviewerFoot.tsx';
import { useHelp } from '../features/help/HelpProvider.tsx';
import { SessionFoot } from '../features/people/SessionFoot.tsx';
import type { Overlay } from './AppShell.tsx';
import { RailJob } from './RailJob.tsx';
import { SCREENS, type ScreenLink } from './screens.ts';
import { isDark, setTheme, useTheme } from './theme.ts';
import styles from './Rail.module.css';

/** The navigation at the left: the open case, the screens with their counts, the job under way. */
export function Rail({ onOverlay }: { readonly onOverlay: (overlay: Overlay) => void }) {
  const status = useEngineQuery('workspace.status', {}).data ?? null;
  const help = useHelp();
  const theme = useTheme();
  const dark = isDark(theme);
  const shown = SCREENS.filter((screen) => status !== null || !screen.needsCase);
  return (
    <nav className={styles.rail} aria-label="Screens">
      <div className={styles.brand}>
        <Mark />
        Countersign
      </div>
      {status !== null && <CaseBlock status={status} />}
      <ul className={styles.links}>
        {shown.map((screen) => (
          <RailLink key={screen.path} screen={screen} status={status} />
        ))}
      </ul>
      <div className={styles.foot}>
        <RailJob />
        {status !== null && <SessionFoot />}
        <ReviewerFoot />
        <button
          type="button"
          className={styles.palette}
          aria-label="Find or do anything"
          onClick={() => onOverlay('palette')}
        >
          <Icon name="search" />
          <span className={styles.paletteText}>Find or do…</span>
          <Kbd keys="Ctrl+K" />
        </button>
        <div className={styles.tools}>
          <IconButton icon="help" label="Help (F1)" size="small" onPress={() => help.openHere()} />
          <IconButton icon="keyboard" label="Keys of this screen" size="small" onPress={() => onOverlay('keys')} />
          <IconButton
            icon={dark ? 'sun' : 'moon'}
            label={dark ? 'Use the light theme' : 'Use the dark theme'}
            size="small"
            onPress={() => setTheme(dark ? 'light' : 'dark')}
          />
          <IconButton icon="sliders" label="Settings (Ctrl+,)" size="small" onPress={() => onOverlay('settings')} />
          <IconButton icon="info" label="About Countersign" size="small" onPress={() => onOverlay('about')} />
          <span className={styles.offline} title="This application has no network access.">
            <Icon name="lock" />
            Offline
          </span>
        </div>
      </div>
    </nav>
  );
}

function CaseBlock({ status }: { readonly status: WorkspaceStatus }) {
  const { details } = status;
  const isProtected = useEngineQuery('protection.state', {}).data?.isProtected === true;
  const line = [details.client, details.engagement].filter((part) => part !== '').join(' · ');
  return (
    <div className={styles.case}>
      <span className={styles.caseName} title={details.name}>
        {isProtected && (
          <span className={styles.protected} title="Protected by a passphrase">
            <Icon name="lock" />
            <span className="visually-hidden">Protected: </span>
          </span>
        )}
        <CaseName name={details.name} />
      </span>
      <span className={styles.caseLine}>
        {status.isSample && <span className={styles.sample}>Sample</span>}
        <bdi>{line === '' ? status.fileName : line}</bdi>
      </span>
    </div>
  );
}

/** Names of duplicates differ at their end, so a long name is cut before it. */
function CaseName({ name }: { readonly name: string }) {
  const letters = [...name];
  const kept = letters.length > 24 ? 12 : 0;
  return (
    <bdi className={styles.caseWords}>
      <span className={styles.caseStart}>{letters.slice(0, letters.length - kept).join('')}</span>
      {kept > 0 && <span className={styles.caseEnd}>{letters.slice(-kept).join('')}</span>}
    </bdi>
  );
}

function RailLink({ screen, status }: { readonly screen: ScreenLink; readonly status: WorkspaceStatus | null }) {
  const count = status === null ? null : countFor(screen.path, status);
  return (
    <li>
      <NavLink
        to={screen.path}
        end={screen.path === '/'}
        className={({ isActive }) => cx(styles.link, isActive && styles.current)}
        title={`${screen.label} (${screen.keys})`}
      >
        <Icon name={screen.icon} />
        <span className={styles.linkLabel}>{screen.label}</span>
        {count !== null && <span className={styles.count}>{count}</span>}
      </NavLink>
      {screen.path === '/review' && status !== null && status.counts.toDecide > 0 && (
        <div className={styles.meter} aria-hidden="true">
          <div
            data-fill=""
            className={styles.meterFill}
            style={{ width: `${(status.counts.decided / status.counts.toDecide) * 100}%` }}
          />
        </div>
      )}
    </li>
  );
}

function countFor(path: string, { counts, journal }: WorkspaceStatus): string | null {
  switch (path) {
    case '/imports':
      return formatCount(counts.imports);
    case '/inventory':
      return formatCount(counts.connectors);
    case '/findings':
      return formatCount(counts.findings);
    case '/review':
      return `${formatCount(counts.decided)} of ${formatCount(counts.toDecide)}`;
    case '/journal':
      return formatCount(journal.count);
    default:
      return null;
  }
}

function Mark() {
  return (
    <svg className={styles.mark} viewBox="0 0 24 24" aria-hidden="true">
      <rect x="1" y="1" width="22" height="22" rx="5" className={styles.markGround} />
      <path d="M5.5 14.5c2.2 0 2.6-6 5-6 2.6 0-.4 6.5 2 6.5 2 0 2.4-3.6 6-3.6" className={styles.markStroke} />
      <path d="M6 18h12" className={styles.markLine} />
    </svg>
  );
}
