/** How a broker works: `automation` runs flows of its users, `integration` moves data between systems, `agent` decides itself. */
type BrokerKind = 'automation' | 'integration' | 'agent';

interface Broker {
  readonly product: string;
  readonly kind: BrokerKind;
  /** Client ids that the platform's vendor publishes, by platform. */
  readonly ids?: Readonly<Record<string, readonly string[]>>;
  /** Names under which the product asks for consent, lower case: the name itself or its beginning as a whole word. */
  readonly names: readonly string[];
}

/**
 * Products whose purpose is to carry data between platforms. Names: the vendors' own product pages and their entries in the
 * app directories of Google Workspace, Microsoft, Slack and Salesforce. Ids: Microsoft's published list of first-party
 * applications ("Microsoft Flow Service", "PowerApps Service").
 */
const BROKERS: readonly Broker[] = [
  { product: 'Zapier', kind: 'automation', names: ['zapier'] },
  { product: 'Make', kind: 'automation', names: ['make.com', 'make (formerly integromat)', 'integromat'] },
  {
    product: 'Power Automate',
    kind: 'automation',
    ids: { entra: ['7df0a125-d3be-4c96-aa54-591f83ff541c'] },
    names: ['power automate', 'microsoft power automate', 'microsoft flow'],
  },
  {
    product: 'Power Apps',
    kind: 'automation',
    ids: { entra: ['475226c6-020e-4fb2-8a90-7a972cbfc1d4'] },
    names: ['power apps', 'powerapps', 'microsoft powerapps', 'microsoft power apps'],
  },
  { product: 'IFTTT', kind: 'automation', names: ['ifttt'] },
  { product: 'n8n', kind: 'automation', names: ['n8n', 'n8n.io', 'n8n.cloud'] },
  { product: 'Pipedream', kind: 'automation', names: ['pipedream'] },
  { product: 'Activepieces', kind: 'automation', names: ['activepieces'] },
  { product: 'Workato', kind: 'integration', names: ['workato'] },
  { product: 'MuleSoft', kind: 'integration', names: ['mulesoft', 'anypoint'] },
  { product: 'Boomi', kind: 'integration', names: ['boomi', 'dell boomi'] },
  { product: 'Tray', kind: 'integration', names: ['tray.io', 'tray.ai'] },
  { product: 'Celigo', kind: 'integration', names: ['celigo', 'integrator.io'] },
  { product: 'SnapLogic', kind: 'integration', names: ['snaplogic'] },
  { product: 'Jitterbit', kind: 'integration', names: ['jitterbit'] },
  { product: 'Informatica', kind: 'integration', names: ['informatica'] },
  { product: 'Fivetran', kind: 'integration', names: ['fivetran'] },
  { product: 'Airbyte', kind: 'integration', names: ['airbyte'] },
  { product: 'Hightouch', kind: 'integration', names: ['hightouch'] },
  { product: 'ChatGPT', kind: 'agent', names: ['chatgpt', 'openai'] },
  { product: 'Claude', kind: 'agent', names: ['claude for', 'claude.ai', 'anthropic'] },
  { product: 'Copilot Studio', kind: 'agent', names: ['copilot studio', 'microsoft copilot studio'] },
  { product: 'Glean', kind: 'agent', names: ['glean'] },
  { product: 'Lindy', kind: 'agent', names: ['lindy'] },
];

const BROKER_WORDS: Readonly<Record<BrokerKind, string>> = {
  automation: 'automation platform',
  integration: 'integration platform',
  agent: 'AI agent',
};

/** What a connector was recognized as. */
export interface KnownBroker {
  readonly product: string;
  /** `automation platform`, in words. */
  readonly what: string;
}

/**
 * The broker that a connector is by its id or its name. Anybody may take a name, so what is told by name is good for asking
 * and not for proof; a name that hides something is not recognized at all.
 */
export function brokerOf(app: {
  readonly platform: string;
  readonly nativeId: string;
  readonly name: string;
  readonly hidesSomething: boolean;
}): KnownBroker | null {
  const id = app.nativeId.toLowerCase();
  const name = app.name.trim().toLowerCase();
  const found =
    BROKERS.find((broker) => broker.ids?.[app.platform]?.includes(id)) ??
    (app.hidesSomething
      ? undefined
      : BROKERS.find((broker) => broker.names.some((known) => startsWithWord(name, known))));
  return found === undefined ? null : { product: found.product, what: BROKER_WORDS[found.kind] };
}

function startsWithWord(name: string, word: string): boolean {
  return name.startsWith(word) && !/^[\p{L}\p{N}]/u.test(name.slice(word.length));
}

/** Parts of an address that say a program signs in with it. */
const ACCOUNT_WORDS =
  /(?:^|[._+-])(?:svc|srv|serviceaccount|service[._-]account|integrations?|api|bot|robot|automation|sync|batch|daemon|connector|workflow)\d*(?:[._+-]|$)/;

/** Whether an account is one that programs use: a service account of Google Cloud, or one named as such. */
export function isProgramAccount(key: string): boolean {
  const [local = '', domain = ''] = key.toLowerCase().split('@');
  return domain !== '' && (domain.endsWith('.gserviceaccount.com') || ACCOUNT_WORDS.test(local));
}
