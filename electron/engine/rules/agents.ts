import type { Platform } from '../../../shared/domain/vocabulary.ts';
import { skeletonOf } from '../lib/confusables.ts';
import type { RuleItem } from './items.ts';
import type { EvidenceSpot, RuleContext } from './rule.ts';
import { readAttributes } from './stated-attributes.ts';
import { detailSpot, readDetails } from './stated-details.ts';

/** An assistant or automation platform: the names it goes by in consents, and ids where they are public. */
interface KnownAgent {
  readonly name: string;
  readonly ids?: Partial<Readonly<Record<Platform, readonly string[]>>>;
}

/**
 * A short catalogue. Names: the vendors' own sites. Ids of ChatGPT and Claude in Entra: Microsoft's Entra PowerShell
 * module, which lists them as clients of its server for assistants. Id of Power Automate: Microsoft Learn, list of
 * first-party apps.
 */
const KNOWN: readonly KnownAgent[] = [
  { name: 'ChatGPT', ids: { entra: ['e0476654-c1d5-430b-ab80-70cbd947616a'] } },
  { name: 'Claude', ids: { entra: ['08ad6f98-a4f8-4635-bb8d-f1a3044760f0'] } },
  { name: 'Microsoft Flow Service', ids: { entra: ['7df0a125-d3be-4c96-aa54-591f83ff541c'] } },
  { name: 'Claude Desktop' },
  { name: 'Power Automate' },
  { name: 'Microsoft Copilot Studio' },
  { name: 'Gemini' },
  { name: 'Perplexity' },
  { name: 'Zapier' },
  { name: 'Make' },
  { name: 'n8n' },
  { name: 'Workato' },
  { name: 'Tray.ai' },
  { name: 'IFTTT' },
  { name: 'UiPath' },
  { name: 'Cursor' },
  { name: 'GitHub Copilot' },
  { name: 'Devin' },
  { name: 'Agentforce' },
  { name: 'Otter.ai' },
  { name: 'Fireflies.ai' },
  { name: 'read.ai' },
];
const BY_NAME = new Map(KNOWN.map((agent) => [skeletonOf(agent.name), agent]));
const BY_ID = new Map(
  KNOWN.flatMap((agent) =>
    Object.entries(agent.ids ?? {}).flatMap(([platform, ids]) =>
      ids.map((id) => [`${platform} ${id}`, agent] as const),
    ),
  ),
);

/** Tags by which Entra marks the service principals of agents. Source: Microsoft Learn on agent identities and Copilot Studio. */
const AGENT_TAG = /^(?:AgenticApp|AgenticInstance|power-virtual-agents-.*)$/i;

/** Whether an app acts by itself, and who says so. */
export type AgentTag =
  | { readonly is: 'agent'; readonly because: string; readonly evidence: readonly EvidenceSpot[] }
  | { readonly is: 'contested' }
  | { readonly is: 'not-tagged' };

/** Tells for any connector whether it is an agent or automation: what its owner declares comes before tag and catalogue. */
export function createAgentTags(context: RuleContext): (item: RuleItem) => AgentTag {
  const attributeOf = context.read(readAttributes);
  const detailsOf = context.read(readDetails);
  return (item) => {
    const declared = attributeOf(item.connector, 'agent');
    const tag = detailsOf(item.connector, 'tag').find((detail) => AGENT_TAG.test(detail.value));
    const byId = BY_ID.get(`${item.platform} ${item.nativeId.toLowerCase()}`);
    const byName = BY_NAME.get(skeletonOf(item.name));
    if (declared?.value === 'yes')
      return { is: 'agent', because: 'the register of applications says so', evidence: declared.evidence };
    const isTagged = tag !== undefined || byId !== undefined || byName !== undefined;
    if (declared?.value === 'no') return { is: isTagged ? 'contested' : 'not-tagged' };
    if (tag !== undefined) {
      const kind = tag.value.startsWith('power') ? 'power-virtual-agents' : tag.value;
      return { is: 'agent', because: `Entra tags it ${kind}`, evidence: [detailSpot(tag, 'tag of the app')] };
    }
    if (byId !== undefined) return { is: 'agent', because: `its id is that of ${byId.name}`, evidence: [] };
    if (byName !== undefined)
      return {
        is: 'agent',
        because: `it bears the name of ${byName.name}, an agent or automation platform`,
        evidence: [],
      };
    return { is: 'not-tagged' };
  };
}
