import type { EventFact, FieldSource } from '../importer.ts';

/** The columns of the console by language, as far as they are known: English (new and old page), German, French, Spanish, Portuguese, Italian, Dutch. */
export const CONSOLE_APP_ID: readonly string[] = [
  'Application ID',
  'App ID',
  'Client ID',
  'OAuth client ID',
  'Anwendungs-ID',
  'App-ID',
  'Client-ID',
  "ID de l'application",
  'ID client',
  'ID de la aplicación',
  'ID de aplicación',
  'ID de cliente',
  'ID do aplicativo',
  'ID do app',
  'ID do cliente',
  "ID dell'applicazione",
  'ID applicazione',
  'Toepassings-ID',
  'App-id',
];
export const CONSOLE_APP_NAME: readonly string[] = [
  'Application name',
  'App name',
  'Application',
  'Anwendungsname',
  'Name der Anwendung',
  'App-Name',
  "Nom de l'application",
  'Nombre de la aplicación',
  'Nombre de aplicación',
  'Nome do aplicativo',
  'Nome do app',
  "Nome dell'applicazione",
  'Nome applicazione',
  'Naam van app',
  'Naam van toepassing',
];

type ConsoleField =
  | 'date'
  | 'event'
  | 'actor'
  | 'clientId'
  | 'appName'
  | 'clientType'
  | 'scope'
  | 'api'
  | 'method'
  | 'bytes'
  | 'ip'
  | 'country'
  | 'network';

export const CONSOLE_FIELDS: Readonly<Record<ConsoleField, FieldSource>> = {
  date: { from: ['Date', 'Time', 'Datum', 'Fecha', 'Data', 'Datum und Uhrzeit', 'Date and time'] },
  event: {
    from: ['Event', 'Event name', 'Ereignis', 'Ereignisname', 'Événement', 'Evento', 'Nome evento', 'Gebeurtenis'],
  },
  actor: {
    from: [
      'Actor',
      'User',
      'Actor email',
      'Akteur',
      'Nutzer',
      'Acteur',
      'Utilisateur',
      'Usuario',
      'Ator',
      'Usuário',
      'Attore',
      'Utente',
      'Gebruiker',
    ],
  },
  clientId: { from: CONSOLE_APP_ID },
  appName: { from: CONSOLE_APP_NAME },
  clientType: { from: ['Client type', 'Clienttyp', 'Type de client', 'Tipo de cliente', 'Tipo di client'] },
  scope: {
    from: [
      'Scope',
      'Scopes',
      'Bereich',
      'Bereiche',
      'Umfang',
      "Champ d'application",
      'Portée',
      'Niveau d’accès',
      'Alcance',
      'Ámbito',
      'Permiso',
      'Escopo',
      'Ambito',
      'Bereik',
    ],
  },
  api: {
    from: [
      'API name',
      'API-Name',
      "Nom de l'API",
      'Nombre de la API',
      'Nombre de API',
      'Nome da API',
      'Nome API',
      'API-naam',
    ],
  },
  method: {
    from: [
      'API method',
      'Method',
      'API-Methode',
      "Méthode d'API",
      "Méthode de l'API",
      'Método de la API',
      'Método de API',
      'Método da API',
      'Metodo API',
    ],
  },
  bytes: { from: ['Number of response bytes', 'Response bytes', 'Anzahl der Antwortbyte', 'Anzahl der Antwortbytes'] },
  ip: { from: ['IP address', 'IP-Adresse', 'Adresse IP', 'Dirección IP', 'Endereço IP', 'Indirizzo IP', 'IP-adres'] },
  country: { from: ['Region code', 'IP region code'] },
  network: { from: ['IP ASN', 'ASN'] },
};

/** Beginnings of the words for the events, without accents. */
const STEMS: readonly (readonly [RegExp, EventFact['kind']])[] = [
  [/^(?:oauth )?auth?ori/, 'authorize'],
  [/^(?:revo|widerr|aufgehob|intrek|ingetrokken)/, 'revoke'],
  [/^(?:activ|aktivi|ativi|attivi|api call)/, 'use'],
  [/^(?:reque|anfrag|anforder|angefragt|angefordert|solicit|demand|richiest|verzoek|aanvra|aangevraagd)/, 'request'],
  [/^(?:den[iy]|deni|verweig|abgelehn|refus|rifiut|nega|geweigerd|weiger)/, 'deny'],
];

/** What an event is by its name in the language of the console; null for words that are not known. */
export function consoleEventKind(text: string): EventFact['kind'] | null {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').trim().toLowerCase();
  return STEMS.find(([stem]) => stem.test(plain))?.[1] ?? null;
}

/** The console writes offsets as `GMT+2`, `UTC-05:30`. */
export function consoleTime(text: string): string {
  // No time is longer, and the pattern below is slow on long runs of blanks.
  if (text.length > 100) return text;
  return text.replace(
    /\s*\(?(?:GMT|UTC)([+-])(\d{1,2})(?::?(\d{2}))?\)?$/i,
    (_, sign: string, hours: string, minutes: string | undefined) =>
      `${sign}${hours.padStart(2, '0')}:${minutes ?? '00'}`,
  );
}

export function isClientId(text: string): boolean {
  return /^\d+(?:-[a-z0-9]+)?\.apps\.googleusercontent\.com$/i.test(text.trim());
}
