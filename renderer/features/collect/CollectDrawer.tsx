import { useRef, useState } from 'react';
import type { CollectEntry } from '../../../shared/contract/collect.ts';
import { PLATFORM_LABELS, PLATFORMS } from '../../../shared/domain/terms.ts';
import { Button } from '../../components/Button.tsx';
import { cx } from '../../components/cx.ts';
import { Drawer } from '../../components/Dialog.tsx';
import { useHotkeys } from '../../components/keyboard.ts';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import styles from './CollectDrawer.module.css';
import { KitView } from './KitView.tsx';

/** A button, and behind it the collection kits: for each platform the steps that give a complete export. */
export function CollectDrawer() {
  const [isOpen, setIsOpen] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const open = () => setIsOpen(true);
  useHotkeys('Collection kits', [{ keys: 'c', label: 'How to collect exports', run: open }]);
  return (
    <>
      <Button icon="info" onPress={open} shortcut="c">
        How to collect…
      </Button>
      <Drawer isOpen={isOpen} onClose={() => setIsOpen(false)} title="How to collect exports" size="large">
        <Kits chosen={chosen} onChoose={setChosen} />
      </Drawer>
    </>
  );
}

function Kits({
  chosen,
  onChoose,
}: {
  /** Id of a kit; null for the first. */
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
}) {
  const list = useEngineQuery('collect.list', {});
  const top = useRef<HTMLDivElement>(null);
  if (list.isPending) return <SkeletonRows rows={8} />;
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const shown = list.data.find((kit) => kit.id === chosen) ?? list.data[0];
  if (shown === undefined) return null;
  const platforms = PLATFORMS.map((id) => ({ id, kits: list.data.filter((kit) => kit.platform === id) }));
  function choose(kit: CollectEntry | undefined) {
    if (kit === undefined) return;
    onChoose(kit.id);
    top.current?.scrollIntoView({ block: 'start' });
  }
  return (
    <div className={styles.kits} ref={top}>
      <p className={styles.intro}>
        Countersign never runs these steps and never uses a network. Run them where you have the rights, note the total
        that each kit names, and bring the files here.
      </p>
      <Tabs
        label="Platforms"
        selected={shown.platform}
        onSelect={(id) => choose(platforms.find((platform) => platform.id === id)?.kits[0])}
        tabs={platforms
          .filter(({ kits }) => kits.length > 0)
          .map(({ id, kits }) => ({
            id,
            label: id === 'other' ? 'Registers and roll-ups' : PLATFORM_LABELS[id],
            content: <PlatformKits kits={kits} shown={shown} onChoose={choose} />,
          }))}
      />
    </div>
  );
}

function PlatformKits({
  kits,
  shown,
  onChoose,
}: {
  readonly kits: readonly CollectEntry[];
  readonly shown: CollectEntry;
  readonly onChoose: (kit: CollectEntry) => void;
}) {
  return (
    <div className={styles.platform}>
      <nav className={styles.list} aria-label="Kits">
        {kits.map((kit) => (
          <button
            key={kit.id}
            type="button"
            className={cx(styles.kit, kit.id === shown.id && styles.selected)}
            aria-pressed={kit.id === shown.id}
            onClick={() => onChoose(kit)}
          >
            {kit.title}
          </button>
        ))}
      </nav>
      <KitView key={shown.id} id={shown.id} />
    </div>
  );
}
