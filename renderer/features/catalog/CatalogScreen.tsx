import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import type { CatalogList } from '../../../shared/contract/catalog.ts';
import { CopyText } from '../../components/CopyText.tsx';
import { Page } from '../../components/Page.tsx';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { BringFile } from './BringFile.tsx';
import styles from './CatalogScreen.module.css';
import { FilesPanel } from './FilesPanel.tsx';
import { OverridesPanel } from './OverridesPanel.tsx';
import { PlatformsPanel } from './PlatformsPanel.tsx';
import { ScopesPanel } from './ScopesPanel.tsx';

const TABS = ['scopes', 'platforms', 'files', 'tiers'] as const;
type TabId = (typeof TABS)[number];

/** What the case knows about scopes: every scope with its tier, sources and their age, files brought in, own tiers. */
export function CatalogScreen() {
  const catalog = useEngineQuery('catalog.list', {});
  if (catalog.isError) {
    return (
      <Page title="Catalog">
        <ErrorState error={catalog.error} onRetry={() => void catalog.refetch()} />
      </Page>
    );
  }
  if (catalog.isPending) {
    return (
      <Page title="Catalog">
        <SkeletonRows rows={10} />
      </Page>
    );
  }
  return <Parts catalog={catalog.data} />;
}

function Parts({ catalog }: { readonly catalog: CatalogList }) {
  const [params, setParams] = useSearchParams();
  const tab = TABS.find((id) => id === params.get('tab')) ?? 'scopes';
  return (
    <Page
      title="Catalog"
      meta={
        <>
          Version {catalog.version}, oldest part as of {catalog.asOf}
          <CopyText text={catalog.digest} length={12} label="SHA-256 of the catalog" />
        </>
      }
      actions={<BringFile />}
    >
      <div>
        <Tabs<TabId>
          label="Parts of the catalog"
          selected={tab}
          onSelect={(id) => setParams(id === 'scopes' ? {} : { tab: id }, { replace: true })}
          tabs={[
            { id: 'scopes', label: 'Scopes', content: part(<ScopesPanel />) },
            { id: 'platforms', label: 'Platforms and sources', content: part(<PlatformsPanel catalog={catalog} />) },
            {
              id: 'files',
              label: 'Files brought in',
              count: catalog.files.filter(({ inForce }) => inForce).length,
              content: part(<FilesPanel files={catalog.files} />),
            },
            {
              id: 'tiers',
              label: 'Own tiers',
              count: catalog.overrides.filter(({ inForce }) => inForce).length,
              content: part(<OverridesPanel overrides={catalog.overrides} />),
            },
          ]}
        />
      </div>
    </Page>
  );
}

function part(content: ReactNode) {
  return <div className={styles.part}>{content}</div>;
}
