/**
 * What a user agent shows: a browser and a tool at which somebody types (`command-line`: shells, API clients, vendor command
 * lines) are signs of a person, a library or a bot is none.
 */
export type AgentClass = 'browser' | 'command-line' | 'program';

export interface Agent {
  readonly class: AgentClass;
  /** The product without its version, so that an update is no new client. */
  readonly name: string;
}

/**
 * Tools at which somebody types, by the product they name in their user agent. Shells run in scripts too, so they are a
 * sign and no proof. Each tool documents its user agent or shows it in its source.
 */
const TOOLS: readonly (readonly [RegExp, string])[] = [
  [/\bPostmanRuntime\//i, 'Postman'],
  [/\binsomnia\//i, 'Insomnia'],
  [/\bbruno-runtime\//i, 'Bruno'],
  [/\bThunder Client\b/i, 'Thunder Client'],
  [/\bHTTPie\//i, 'HTTPie'],
  [/\bgraph[ _-]?explorer\b/i, 'Graph Explorer'],
  [/\bazure-?cli\//i, 'Azure CLI'],
  [/\bAzurePowerShell\b|\bAz\.[A-Za-z]+\/|\b(?:Windows)?PowerShell\//i, 'PowerShell'],
  [/\bgcloud\b/i, 'Google Cloud CLI'],
  [/^GAM\b/, 'GAM'],
  [/^GitHub CLI\b/i, 'GitHub CLI'],
  [/\bsfdx\b|^sf\//i, 'Salesforce CLI'],
  [/\bDataLoader/i, 'Salesforce Data Loader'],
  [/^curl\//i, 'curl'],
  [/^Wget\//i, 'Wget'],
];

/** Browsers without a person, and bots that call themselves browsers. */
const NO_PERSON =
  /headless|phantomjs|puppeteer|playwright|selenium|\bbots?\b|bot\/|crawler|spider|monitor|compatible;(?! MSIE)/i;
const BROWSER =
  /^Mozilla\/\d.*(?:Firefox\/|Chrome\/|CriOS\/|FxiOS\/|Edg[AeiO]?\w*\/|OPR\/|Version\/[\d.]+ .*Safari\/|Mobile\/\w+|MSIE |Trident\/)/i;
/** More words than the product: what comes after it varies from call to call. */
const PRODUCT = /^[^\s/;(,]{1,60}/;

/** Sorts a user agent as a log gives it. An empty text is a program without a name. */
export function classifyAgent(text: string): Agent {
  const plain = text.trim();
  const tool = TOOLS.find(([pattern]) => pattern.test(plain));
  if (tool !== undefined) return { class: 'command-line', name: tool[1] };
  if (BROWSER.test(plain) && !NO_PERSON.test(plain)) return { class: 'browser', name: browserName(plain) };
  return { class: 'program', name: PRODUCT.exec(plain)?.[0] ?? 'no name' };
}

/** Browsers that name others for compatibility come first. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg\w*\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/MSIE |Trident\//, 'Internet Explorer'],
  [/Safari\/|Mobile\//, 'Safari'],
];

function browserName(text: string): string {
  return BROWSERS.find(([pattern]) => pattern.test(text))?.[1] ?? 'Browser';
}

/** Whether somebody may have sat at it. */
export function isHumanAgent(agent: Agent): boolean {
  return agent.class !== 'program';
}
