import { formatCount, formatCounted } from '../../components/format.ts';
import { ButtonLink, LinkText } from '../../components/LinkText.tsx';
import { Callout } from '../../components/Page.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { leftText } from './CampaignView.tsx';

/** The campaign under way in one line: decided of total, by tier, and how long there is left; nothing without one. */
export function CampaignLine() {
  const current = useEngineQuery('campaign.current', {}).data;
  const campaign = current?.campaign ?? null;
  if (current === undefined || campaign === null || campaign.state === 'closed') return null;
  const open = campaign.tiers.filter(({ items, decided }) => decided < items);
  const [next] = open.toSorted((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : b.tier - a.tier));
  const tiers = campaign.tiers
    .filter(({ items }) => items > 0)
    .map(({ tier, decided, items }) => `T${tier} ${formatCount(decided)} of ${formatCount(items)}`);
  return (
    <Callout
      tone={next !== undefined && next.due < current.today ? 'high' : 'accent'}
      title={
        <bdi>
          {campaign.plan.name}: {formatCount(campaign.decided)} of {formatCounted(campaign.items, 'item')} decided
          {campaign.state === 'staged' && ', not open yet'}
        </bdi>
      }
      actions={
        <ButtonLink to={campaign.state === 'staged' ? '/campaign/staging' : '/campaign/plan'}>Campaign</ButtonLink>
      }
    >
      {tiers.join(' · ')}.
      {next !== undefined && ` Tier ${next.tier} is due on ${next.due}: ${leftText(current.today, next.due)}.`}
      {campaign.waiting > 0 && ` ${formatCounted(campaign.waiting, 'item')} with the second review or in dispute.`}{' '}
      <LinkText to="/campaign/quality">How you reviewed</LinkText>
    </Callout>
  );
}
