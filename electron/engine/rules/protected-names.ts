import { z } from 'zod';
import { type Platform, PLATFORM_LABELS } from '../../../shared/domain/vocabulary.ts';
import { inspectName, type InspectedName } from '../lib/text.ts';
import { readDecisions } from './baseline.ts';
import { itemsByConnector, readItems, type RuleItem } from './items.ts';
import { readOwnership } from './ownership.ts';
import type { RuleContext } from './rule.ts';

/** A name that no other app of its platform may look like. */
export interface ProtectedName {
  readonly name: string;
  readonly skeleton: string;
  /** As `letters` of a name. */
  readonly letters: string;
  /** Why it is protected, after the name: `an app that was certified`. */
  readonly because: string;
  /** Of two names that look alike the one with the higher standing is the real one. */
  readonly standing: number;
  readonly platform: Platform | null;
  /** The connector that bears it in this case, or null for a name of the list. */
  readonly connector: RuleItem | null;
  /** Verified publishers that may bear the name, for names of the list. */
  readonly publishers: RegExp | null;
}

/** A connector with its name as the export writes it. */
export interface NamedConnector {
  readonly item: RuleItem;
  readonly name: string;
  readonly inspected: InspectedName;
  readonly letters: string;
  readonly standing: number;
}

export interface Names {
  readonly connectors: ReadonlyMap<number, NamedConnector>;
  readonly protected: readonly ProtectedName[];
}

/** Well-known apps of the platforms themselves. Source: the platforms' own lists of their apps. */
const FIRST_PARTY: Partial<Readonly<Record<Platform, { readonly by: RegExp; readonly names: readonly string[] }>>> = {
  entra: {
    by: /\bmicrosoft\b/i,
    names: [
      'Microsoft Authenticator',
      'Microsoft Azure',
      'Microsoft Edge',
      'Microsoft Exchange',
      'Microsoft Graph',
      'Microsoft Intune',
      'Microsoft Office',
      'Microsoft OneDrive',
      'Microsoft Outlook',
      'Microsoft Power BI',
      'Microsoft SharePoint',
      'Microsoft Teams',
      'Microsoft 365',
      'Office 365',
      'OneDrive',
      'SharePoint',
    ],
  },
  google: {
    by: /\bgoogle\b/i,
    names: [
      'Gmail',
      'Google Calendar',
      'Google Chrome',
      'Google Cloud SDK',
      'Google Docs',
      'Google Drive',
      'Google Meet',
      'Google Sheets',
      'Google Workspace',
    ],
  },
  github: { by: /\bgithub\b/i, names: ['GitHub', 'GitHub Actions', 'GitHub CLI', 'GitHub Copilot', 'GitHub Desktop'] },
  okta: { by: /\bokta\b/i, names: ['Okta Admin Console', 'Okta Browser Plugin', 'Okta Dashboard', 'Okta Verify'] },
  salesforce: {
    by: /\bsalesforce\b/i,
    names: ['Salesforce', 'Salesforce CLI', 'Salesforce for Outlook', 'Dataloader Bulk', 'Dataloader Partner'],
  },
  slack: { by: /\bslack\b/i, names: ['Slack', 'Slackbot'] },
};

const LISTED = 5;
const OF_PLATFORM = 4;
const CERTIFIED = 3;
const VERIFIED = 2;
const OWNED = 1;

const nameList = z.array(z.string()).min(1);

/** The names of all connectors of the population, and those that are protected: real apps first, then the lists. */
export function readNames(context: RuleContext): Names {
  const { db, policy } = context;
  const names = new Map(
    db
      .prepare<[], { id: number; names: string }>('SELECT id, names FROM connector')
      .all()
      .map((row) => [row.id, row.names]),
  );
  const decisions = context.read(readDecisions);
  const ownershipOf = context.read(readOwnership);
  const connectors = itemsByConnector(context.read(readItems)).map(([item]): NamedConnector => {
    const [name = item.name] = nameList.parse(JSON.parse(names.get(item.connector) ?? '[""]'));
    const standing =
      item.origin === 'platform'
        ? OF_PLATFORM
        : decisions.ofConnector(item.connector, item.tenant).at(-1)?.decision === 'certify'
          ? CERTIFIED
          : item.publisherVerified === true
            ? VERIFIED
            : ownershipOf(item.connector).is === 'owned'
              ? OWNED
              : 0;
    return { item, name, inspected: inspectName(name), letters: lettersOf(name), standing };
  });
  const real = connectors
    .filter((connector) => connector.standing > 0)
    .map((connector) => ({
      name: connector.inspected.display,
      skeleton: connector.inspected.skeleton,
      letters: connector.letters,
      because: STANDINGS[connector.standing] ?? '',
      standing: connector.standing,
      platform: connector.item.platform,
      connector: connector.item,
      publishers: null,
    }));
  const firstParty = Object.entries(FIRST_PARTY).flatMap(([platform, { by, names: own }]) =>
    own.map((name) => listed(name, `an app of ${labelOf(platform)} itself`, platformOf(platform), by)),
  );
  const ofPolicy = policy.protectedNames.map((name) => listed(name, 'a name protected by the policy', null, null));
  return {
    connectors: new Map(connectors.map((connector) => [connector.item.connector, connector])),
    protected: [...real, ...firstParty, ...ofPolicy],
  };
}

const STANDINGS: Readonly<Record<number, string>> = {
  [OF_PLATFORM]: 'an app of the platform itself',
  [CERTIFIED]: 'an app that an earlier review certified',
  [VERIFIED]: 'an app of a verified publisher',
  [OWNED]: 'an app that a person here answers for',
};

function platformOf(text: string): Platform | null {
  return Object.keys(PLATFORM_LABELS).find((platform): platform is Platform => platform === text) ?? null;
}

function labelOf(text: string): string {
  const platform = platformOf(text);
  return platform === null ? text : PLATFORM_LABELS[platform];
}

function listed(name: string, because: string, platform: Platform | null, publishers: RegExp | null): ProtectedName {
  return {
    name,
    skeleton: inspectName(name).skeleton,
    letters: lettersOf(name),
    because,
    standing: LISTED,
    platform,
    connector: null,
    publishers,
  };
}

/** The letters and digits of a name as they are, in lower case: names that differ here and not in their skeleton are made to look alike. */
function lettersOf(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
