import { useState } from 'react';
import type { CatalogScope } from '../../../shared/contract/catalog.ts';
import { PlatformLabel, TIER_TEXTS, TierBadge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { Drawer } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { formatTime } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Facts } from '../../components/Page.tsx';
import { Select } from '../../components/Select.tsx';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation } from '../../engine/hooks.ts';
import styles from './CatalogScreen.module.css';
import { kindLabel } from './kinds.ts';

const TIERS = ['0', '1', '2', '3', '4'] as const;

/** Everything the catalog says about one scope, and the form that gives it another tier. */
export function ScopeDrawer({ scope, onClose }: { readonly scope: CatalogScope; readonly onClose: () => void }) {
  const { override } = scope;
  return (
    <Drawer isOpen onClose={onClose} title={scope.scope}>
      <div className={styles.form}>
        <p>{scope.label}</p>
        <Facts
          rows={[
            {
              label: 'Tier',
              value: (
                <>
                  <TierBadge tier={scope.tier} override={override} />
                  {override !== null && (
                    <p className={styles.quiet}>
                      <bdi>{override.reason}</bdi> <bdi>{override.by}</bdi>, {formatTime(override.at)}
                    </p>
                  )}
                </>
              ),
            },
            { label: 'Platform', value: <PlatformLabel platform={scope.platform} /> },
            { label: 'Granted as', value: kindLabel(scope.platform, scope.kind) },
            { label: 'Verb', value: scope.verb },
            { label: 'Reach', value: scope.breadth },
            ...(scope.limit === null ? [] : [{ label: 'Limit', value: scope.limit }]),
            ...(scope.nativeLevel === null ? [] : [{ label: 'Platform’s level', value: scope.nativeLevel }]),
            { label: 'Basis of the tier', value: scope.basis.length === 0 ? 'None stated' : scope.basis.join(', ') },
            {
              label: `Includes (${scope.includes.length})`,
              value:
                scope.includes.length === 0 ? (
                  'No other scope'
                ) : (
                  <div className={styles.includes}>
                    {scope.includes.map((id) => (
                      <Name key={id} mono wrap>
                        {id}
                      </Name>
                    ))}
                  </div>
                ),
            },
            { label: 'Source', value: scope.source === null ? 'Shipped catalog' : <Name wrap>{scope.source}</Name> },
          ]}
        />
        <OverrideForm scope={scope} onDone={onClose} />
      </div>
    </Drawer>
  );
}

function OverrideForm({ scope, onDone }: { readonly scope: CatalogScope; readonly onDone: () => void }) {
  const [tier, setTier] = useState<(typeof TIERS)[number] | null>(null);
  const [reason, setReason] = useState('');
  const override = useEngineMutation('catalog.override');
  const { platform, kind } = scope;
  function save() {
    if (tier === null) return;
    override.mutate(
      { platform, kind, scope: scope.scope, tier: Number(tier), reason },
      {
        onSuccess: () => {
          showToast({ tone: 'good', text: `${scope.scope} has tier ${tier} in this case.` });
          onDone();
        },
      },
    );
  }
  return (
    <form
      className={styles.form}
      aria-label="Own tier"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Select
        label="Own tier of this organisation"
        value={tier}
        onChange={setTier}
        options={TIERS.map((value) => ({ value, label: `Tier ${value}`, description: TIER_TEXTS[value] }))}
      />
      <TextField
        label="Reason"
        value={reason}
        onChange={setReason}
        rows={3}
        maxLength={1000}
        isRequired
        description="It is recorded in the journal and named in the report. All items are assessed anew."
        error={override.isError ? errorMessage(override.error) : null}
      />
      <div>
        <Button
          type="submit"
          variant="primary"
          isDisabled={tier === null || reason.trim() === ''}
          isPending={override.isPending}
        >
          Set the tier
        </Button>
      </div>
    </form>
  );
}
