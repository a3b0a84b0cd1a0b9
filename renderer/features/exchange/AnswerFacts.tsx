import { NEEDED_LABELS, type OwnerAnswer } from '../../../shared/contract/owners.ts';
import { purposeOf } from '../../../shared/domain/purpose.ts';
import { Facts } from '../../components/Page.tsx';

/** What an owner answered about one app; what was left open is left out. */
export function AnswerFacts({ answer }: { readonly answer: Omit<OwnerAnswer, 'connectorId' | 'name'> }) {
  const purpose = [purposeOf(answer.purposeCode)?.label ?? '', answer.purpose].filter((text) => text !== '').join('. ');
  const rows = [
    ['Needed', NEEDED_LABELS[answer.needed]],
    ['Purpose', purpose],
    ['Right owner', ownerText(answer)],
    ['Alternatives', answer.alternatives],
    ['Who needs it', answer.people],
    ['Comments', answer.comments],
  ] as const;
  return (
    <Facts
      rows={rows.filter(([, text]) => text !== '').map(([label, text]) => ({ label, value: <bdi>{text}</bdi> }))}
    />
  );
}

function ownerText({ rightOwner, otherOwner }: Pick<OwnerAnswer, 'rightOwner' | 'otherOwner'>): string {
  if (rightOwner === '') return otherOwner;
  if (rightOwner === 'yes') return 'Yes';
  return otherOwner === '' ? 'No' : `No, rather ${otherOwner}`;
}
