import type { DeltaLine } from '../../../shared/contract/baseline.ts';
import { isActiveStatus } from '../rules/ownership.ts';
import { goneOf } from '../rules/people.ts';
import { listed } from '../rules/wording.ts';
import type { BusinessOwner } from './facts.ts';

/**
 * Compares the business owners of record. Who is the same person follows from the address or id, or else from the name,
 * which is all that older reports state.
 */
export function ownerChange(
  then: readonly BusinessOwner[] | null,
  now: readonly BusinessOwner[] | null,
): readonly DeltaLine[] {
  if (then === null || now === null) {
    const where = then === null ? 'the baseline states none' : 'this case lacks a register of owners or of people';
    if (then === null && (now === null || now.length === 0)) return [];
    return [
      {
        kind: 'owner-unknown',
        short: 'owner not compared',
        text: `Owners are not compared: ${where}.`,
        isChange: false,
      },
    ];
  }
  const left = now.filter((owner) => goneOf(owner.status, null) !== null);
  const leftSince = left.filter((owner) => {
    const before = then.find((one) => isSame(one, owner));
    return before !== undefined && goneOf(before.status, null) === null;
  });
  const added = now.filter((owner) => !then.some((one) => isSame(one, owner)));
  const dropped = then.filter((owner) => !now.some((one) => isSame(one, owner)));
  const restated = now.flatMap((owner) => {
    const before = then.find((one) => isSame(one, owner));
    if (before === undefined || leftSince.includes(owner) || isAlike(before.status, owner.status)) return [];
    return [`${owner.name} is ${owner.status}, and was ${before.status}`];
  });
  const parts = [
    ...leftSince.map(
      ({ name, status }) =>
        `${name} ${status.toLowerCase() === 'left' ? 'has left' : `is ${status}`} by the register of people`,
    ),
    ...(dropped.length > 0 ? [`${namesOf(dropped)} no longer named`] : []),
    ...(added.length > 0 ? [`${namesOf(added)} named now`] : []),
    ...restated,
  ];
  if (parts.length === 0) return [];
  const short =
    leftSince.length > 0
      ? 'owner left'
      : dropped.length > 0 && added.length > 0
        ? 'owner changed'
        : dropped.length > 0
          ? now.length === 0
            ? 'no owner any more'
            : 'fewer owners'
          : added.length > 0
            ? 'owner named'
            : 'owner has another standing';
  return [{ kind: 'owner', short, text: `Business owner: ${parts.join('; ')}.`, isChange: true }];
}

function isSame(a: BusinessOwner, b: BusinessOwner): boolean {
  return a.id.toLowerCase() === b.id.toLowerCase() || a.name.toLowerCase() === b.name.toLowerCase();
}

/** Registers spell the same standing in several ways. */
function isAlike(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase() || (isActiveStatus(a) && isActiveStatus(b));
}

function namesOf(owners: readonly BusinessOwner[]): string {
  return listed(
    owners.map(({ name }) => name),
    3,
  );
}
