import { withinOneEdit } from '../lib/edit-distance.ts';
import { createNearTexts } from '../lib/near-texts.ts';
import { readConsentBursts } from './consent-bursts.ts';
import { createGrantSpots } from './evidence.ts';
import { itemsByConnector, readItems } from './items.ts';
import { readNames, type NamedConnector, type ProtectedName } from './protected-names.ts';
import { defineRule, type RuleContext, type Verdict } from './rule.ts';
import { dateText } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';

/**
 * Per connector: its name looks like a protected one of its platform while app and publisher are others, or holds
 * characters that only deceive the eye. Names are compared by what they look like (Unicode confusables) and by one wrong
 * letter in longer ones. Two apps of one publisher do not look alike; where an export does not state the publisher, an equal
 * or nearly equal name says nothing yet, but one made of other letters does.
 */
export default defineRule({
  id: 'CS-29',
  title: 'Look-alike application name',
  controls: {
    owasp: ['NHI3:2025'],
    csf: ['ID.RA-09'],
    cis: ['15.5'],
    iso: ['A.5.21'],
    nist: ['SR-6'],
    soc2: ['CC9.2'],
  },
  recommendation: 'revoke',
  recommendedAction: 'Revoke the grants and escalate: whoever consented may have meant another app.',
  *evaluate(context) {
    const names = context.read(readNames);
    const near = createNearTexts(names.protected.map(({ skeleton }) => skeleton));
    const likeTo = ({ inspected }: NamedConnector) =>
      near(inspected.skeleton).flatMap((place) => names.protected[place] ?? []);
    const bursts = new Set(
      context
        .read(readConsentBursts)
        .filter((verdict) => verdict.outcome === 'finding')
        .map((verdict) => verdict.connector),
    );
    const spots = context.read(createGrantSpots);
    for (const items of itemsByConnector(context.read(readItems))) {
      const connector = names.connectors.get(items[0].connector);
      if (connector === undefined || connector.item.origin === 'platform')
        yield notApplicable({ connector: items[0].connector, item: null });
      else {
        yield judge(context, connector, likeTo(connector), bursts.has(items[0].connector), () =>
          items.flatMap((item) => spots(item)),
        );
      }
    }
  },
});

/** A protected name that a connector's name looks like; `isOther` null = whose the app is cannot be told. */
interface Likeness {
  readonly protected: ProtectedName;
  readonly how: 'disguised' | 'equal' | 'near';
  readonly isOther: boolean | null;
}

function judge(
  { policy, asOf }: RuleContext,
  connector: NamedConnector,
  alike: readonly ProtectedName[],
  isInBurst: boolean,
  evidence: () => NonNullable<Verdict['evidence']>,
): Verdict {
  const subject = { connector: connector.item.connector, item: null };
  const likenesses = alike.flatMap((name) => likenessOf(connector, name, policy.lookalikeLength));
  const looks = likenesses.filter((one) => one.isOther === true || (one.how === 'disguised' && one.isOther === null));
  const { disguises, display } = connector.inspected;
  if (looks.length > 0 || disguises.length > 0) {
    const said = [...onePerName(looks).map(textOf), ...disguises];
    return finding(subject, {
      severity: isInBurst ? 'critical' : 'high',
      sentence: `The name “${display}” ${said.join('; it ')}${isInBurst ? '; many people consented to it in a burst' : ''} (export as of ${dateText(asOf)}).`,
      evidence: evidence(),
    });
  }
  const [open] = likenesses.filter((one) => one.isOther === null);
  if (open === undefined) return clear(subject);
  return undeterminable(
    subject,
    `Who publishes “${display}”: the name ${textOf(open)}, and no imported export states who publishes ${open.protected.connector === null ? 'it' : 'both'}.`,
  );
}

/** A name may be protected for several reasons; the first says enough. */
function onePerName(likenesses: readonly Likeness[]): readonly Likeness[] {
  return [...Map.groupBy(likenesses, (one) => one.protected.skeleton).values()].flatMap((same) => same.slice(0, 1));
}

function textOf({ protected: name, how }: Likeness): string {
  if (how === 'equal') return `is that of ${name.because}`;
  const whose = `“${name.name}”, ${name.because}`;
  return how === 'near' ? `differs by one letter from ${whose}` : `is written with other letters to look like ${whose}`;
}

function likenessOf(connector: NamedConnector, name: ProtectedName, leastLength: number): readonly Likeness[] {
  const { item, inspected, letters } = connector;
  if (name.platform !== null && name.platform !== item.platform) return [];
  if (name.connector?.connector === item.connector || name.standing <= connector.standing) return [];
  const isEqual = inspected.skeleton === name.skeleton && inspected.skeleton !== '';
  const isNear = !isEqual && name.skeleton.length >= leastLength && withinOneEdit(inspected.skeleton, name.skeleton);
  if (!isEqual && !isNear) return [];
  const how = isNear ? 'near' : letters === name.letters ? 'equal' : 'disguised';
  // A name of the policy says of no app that it is the wrong one; it may be the very app the policy means.
  const isOfPolicy = name.connector === null && name.publishers === null;
  if (isOfPolicy) return how === 'equal' ? [] : [{ protected: name, how, isOther: true }];
  const isOther = isOtherPublisher(connector, name);
  return isOther === false ? [] : [{ protected: name, how, isOther }];
}

/** Whether another publisher stands behind the app than behind the protected name; null when the exports do not say. */
function isOtherPublisher({ item }: NamedConnector, name: ProtectedName): boolean | null {
  const publisher = (item.publisher ?? '').trim().toLowerCase();
  if (name.publishers !== null) {
    const claims = name.publishers.test(publisher);
    if (claims) return item.publisherVerified === true ? false : item.ownerTenant === null ? null : true;
    return item.ownerTenant === null && publisher === '' ? null : true;
  }
  const real = name.connector;
  if (real === null) return null;
  if (item.ownerTenant !== null && real.ownerTenant !== null)
    return item.ownerTenant.toLowerCase() !== real.ownerTenant.toLowerCase();
  const other = (real.publisher ?? '').trim().toLowerCase();
  if (publisher === '' || other === '') return null;
  // Who claims the same name without proof may be the same or not.
  return publisher !== other ? true : item.publisherVerified === true ? false : null;
}
