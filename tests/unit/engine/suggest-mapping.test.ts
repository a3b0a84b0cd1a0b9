import { expect, test } from 'vitest';
import { guessColumns, suggestMapping } from '../../../electron/engine/import/suggest-mapping.ts';
import type { PlainMapping } from '../../../shared/contract/imports.ts';

interface Invented {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly mapping: PlainMapping;
}

/** Exports as tools that watch cloud apps write them; every name and value is invented. */
const EXPORTS: readonly Invented[] = [
  {
    name: 'one row per app, English, with counts',
    columns: ['App name', 'App ID', 'Publisher', 'Publisher verified', 'Permissions', 'Users', 'Risk', 'Last used'],
    rows: [
      [
        'Noteweaver',
        '00000000-0000-4000-8000-000000000001',
        'Weaver Ltd',
        'Yes',
        'Mail.Read;User.Read',
        '1,204',
        'High',
        '2026-09-30 10:00:00Z',
      ],
      [
        'Chartmole',
        '00000000-0000-4000-8000-000000000002',
        'Mole GmbH',
        'No',
        'Files.ReadWrite.All',
        '3',
        'Low',
        '2026-08-01 09:00:00Z',
      ],
    ],
    mapping: {
      target: 'grants',
      platform: 'entra',
      fields: {
        connector: 'App ID',
        connectorName: 'App name',
        publisher: 'Publisher',
        verified: 'Publisher verified',
        scopes: 'Permissions',
        users: 'Users',
        lastUsedAt: 'Last used',
      },
    },
  },
  {
    name: 'one row per app and person, English',
    columns: ['OAuth App', 'OAuth Client ID', 'User Email', 'Granted Scopes', 'Date Authorized', 'Last Accessed (UTC)'],
    rows: [
      [
        'Noteweaver',
        '123456789012-abc.apps.googleusercontent.com',
        'ann@firm.example',
        'https://www.googleapis.com/auth/drive',
        '2026-03-04',
        '2026-09-30 10:00:00',
      ],
    ],
    mapping: {
      target: 'grants',
      platform: 'google',
      fields: {
        connector: 'OAuth Client ID',
        connectorName: 'OAuth App',
        principal: 'User Email',
        scopes: 'Granted Scopes',
        grantedAt: 'Date Authorized',
        lastUsedAt: 'Last Accessed (UTC)',
      },
    },
  },
  {
    name: 'one row per app, person and scope, snake case',
    columns: ['client_id', 'client_name', 'granted_by', 'scope', 'granted_at', 'expires_at', 'consent_type'],
    rows: [
      [
        '0oaexample00000000001',
        'Ledgerfox',
        'bob@firm.example',
        'okta.users.read',
        '2026-01-02T03:04:05Z',
        '2027-01-02T03:04:05Z',
        'User',
      ],
    ],
    mapping: {
      target: 'grants',
      platform: 'okta',
      fields: {
        connector: 'client_id',
        connectorName: 'client_name',
        principal: 'granted_by',
        scopes: 'scope',
        grantedAt: 'granted_at',
        expiresAt: 'expires_at',
        consentType: 'consent_type',
      },
    },
  },
  {
    name: 'German',
    columns: [
      'Anwendungsname',
      'Anwendungs-ID',
      'Herausgeber',
      'Benutzer',
      'Berechtigungen',
      'Erteilt am',
      'Zuletzt verwendet am',
      'Administratorzustimmung',
    ],
    rows: [
      [
        'Notizweber',
        '00000000-0000-4000-8000-000000000001',
        'Weber GmbH',
        'anna@firma.example',
        'Mail.Read User.Read',
        '04.03.2026 10:00',
        '30.09.2026 08:00',
        'Nein',
      ],
    ],
    mapping: {
      target: 'grants',
      platform: 'entra',
      fields: {
        connector: 'Anwendungs-ID',
        connectorName: 'Anwendungsname',
        publisher: 'Herausgeber',
        principal: 'Benutzer',
        scopes: 'Berechtigungen',
        grantedAt: 'Erteilt am',
        lastUsedAt: 'Zuletzt verwendet am',
        consentType: 'Administratorzustimmung',
      },
    },
  },
  {
    name: 'German, words on no list',
    columns: [
      'Kennung der Anwendung',
      'Drittanbieter-Anwendung',
      'E-Mail des Benutzers',
      'Erteilte Berechtigungen (Liste)',
      'Datum der Genehmigung',
      'Letzte Nutzung durch Benutzer',
    ],
    rows: [
      ['app-77', 'Notizweber', 'anna@firma.example', 'mail:read|files:read', '04.03.2026 10:00', '30.09.2026 08:00'],
    ],
    mapping: {
      target: 'grants',
      platform: 'slack',
      fields: {
        connector: 'Kennung der Anwendung',
        connectorName: 'Drittanbieter-Anwendung',
        principal: 'E-Mail des Benutzers',
        scopes: 'Erteilte Berechtigungen (Liste)',
        grantedAt: 'Datum der Genehmigung',
        lastUsedAt: 'Letzte Nutzung durch Benutzer',
      },
    },
  },
  {
    name: 'Spanish',
    columns: [
      'Nombre de la aplicación',
      'ID de la aplicación',
      'Correo electrónico',
      'Ámbitos',
      'Fecha de autorización',
      'Último uso',
      'Proveedor',
    ],
    rows: [
      [
        'Tejenotas',
        'app-1',
        'ana@empresa.example',
        'https://www.googleapis.com/auth/calendar',
        '04/03/2026 10:00',
        '30/09/2026 08:00',
        'Tejer SL',
      ],
    ],
    mapping: {
      target: 'grants',
      platform: 'google',
      fields: {
        connector: 'ID de la aplicación',
        connectorName: 'Nombre de la aplicación',
        principal: 'Correo electrónico',
        scopes: 'Ámbitos',
        grantedAt: 'Fecha de autorización',
        lastUsedAt: 'Último uso',
        publisher: 'Proveedor',
      },
    },
  },
  {
    name: 'French',
    columns: [
      "Nom de l'application",
      "Identifiant de l'application",
      'Utilisateur',
      'Autorisations',
      "Date d'autorisation",
      'Dernière utilisation',
      'Éditeur',
    ],
    rows: [
      [
        'Tissenote',
        'app-1',
        'anne@entreprise.example',
        'repo, read:org',
        '04/03/2026 10:00',
        '30/09/2026 08:00',
        'Tisser SARL',
      ],
    ],
    mapping: {
      target: 'grants',
      platform: 'github',
      fields: {
        connector: "Identifiant de l'application",
        connectorName: "Nom de l'application",
        principal: 'Utilisateur',
        scopes: 'Autorisations',
        grantedAt: "Date d'autorisation",
        lastUsedAt: 'Dernière utilisation',
        publisher: 'Éditeur',
      },
    },
  },
  {
    name: 'headerless: values tell',
    columns: ['column 1', 'column 2', 'column 3', 'column 4'],
    rows: [['00000000-0000-4000-8000-000000000001', 'ann@firm.example', 'Mail.Read offline_access', 'x']],
    mapping: {
      target: 'grants',
      platform: 'entra',
      fields: { connector: 'column 1', principal: 'column 2', scopes: 'column 3' },
    },
  },
  {
    name: 'columns in a language of which it knows no word',
    columns: ['Sovellus', 'Tunnus', 'Henkilö', 'Oikeudet'],
    rows: [
      [
        'Muistikutoja',
        '123456789012-abc.apps.googleusercontent.com',
        'ann@firm.example',
        'https://www.googleapis.com/auth/drive',
      ],
    ],
    mapping: {
      target: 'grants',
      platform: 'google',
      fields: { connector: 'Tunnus', principal: 'Henkilö', scopes: 'Oikeudet' },
    },
  },
  {
    name: 'a log of events',
    columns: ['Timestamp', 'Event Type', 'Application', 'Actor', 'Client IP', 'Outcome', 'Event ID'],
    rows: [
      ['2026-09-30T10:00:00Z', 'token.authorized', 'Ledgerfox', 'bob@firm.example', '192.0.2.7', 'success', 'e-1'],
    ],
    mapping: {
      target: 'events',
      platform: 'other',
      fields: {
        connectorName: 'Application',
        principal: 'Actor',
        time: 'Timestamp',
        event: 'Event Type',
        result: 'Outcome',
        ip: 'Client IP',
        eventId: 'Event ID',
      },
    },
  },
  {
    name: 'a log in Spanish',
    columns: ['Fecha y hora', 'Acción', 'Aplicación', 'Usuario', 'Dirección IP', 'Resultado'],
    rows: [['30/09/2026 10:00:00', 'autorizar', 'Tejenotas', 'ana@empresa.example', '192.0.2.7', 'éxito']],
    mapping: {
      target: 'events',
      platform: 'other',
      fields: {
        connectorName: 'Aplicación',
        principal: 'Usuario',
        time: 'Fecha y hora',
        event: 'Acción',
        result: 'Resultado',
        ip: 'Dirección IP',
      },
    },
  },
  {
    name: 'flattened JSON',
    columns: ['app.clientId', 'app.displayName', 'user.email', 'permissions', 'firstSeen', 'lastSeen'],
    rows: [
      [
        'A0EXAMPLE01',
        'Standupbee',
        'cara@firm.example',
        'channels:read chat:write',
        '2026-01-02T03:04:05Z',
        '2026-09-30T10:00:00Z',
      ],
    ],
    mapping: {
      target: 'grants',
      platform: 'slack',
      fields: {
        connector: 'app.clientId',
        connectorName: 'app.displayName',
        principal: 'user.email',
        scopes: 'permissions',
        grantedAt: 'firstSeen',
        lastUsedAt: 'lastSeen',
      },
    },
  },
  {
    name: '“Application” that holds ids, “Users” that holds addresses',
    columns: ['Application', 'Users', 'Access'],
    rows: [['00000000-0000-4000-8000-000000000001', 'ann@firm.example', 'Mail.Read']],
    mapping: {
      target: 'grants',
      platform: 'entra',
      fields: { connector: 'Application', principal: 'Users', scopes: 'Access' },
    },
  },
];

for (const { name, columns, rows, mapping } of EXPORTS)
  test(`suggests a mapping for an invented export: ${name}`, () => {
    const guesses = guessColumns(columns, rows);
    expect(suggestMapping(guesses, rows)).toEqual(mapping);
  });

test('says how sure a guess is and why', () => {
  const [named, shaped, contradicted, empty, nothing] = guessColumns(
    ['Scopes', 'Zeile', 'Last used', 'Publisher', 'Bemerkung'],
    [['Mail.Read', 'ann@firm.example', 'mostly on Mondays', '', 'x']],
  );
  expect(named).toMatchObject({ field: 'scopes', why: 'column name, and values are scopes' });
  expect(named?.confidence).toBeGreaterThan(0.9);
  expect(shaped).toMatchObject({ field: 'principal', confidence: 0.5, why: 'values are e-mail addresses' });
  expect(contradicted).toMatchObject({ field: null, why: 'nothing tells' });
  expect(empty).toMatchObject({
    field: 'publisher',
    why: 'column name; the first records leave it empty',
    samples: [],
  });
  expect(nothing).toMatchObject({ field: null, confidence: 0, samples: ['x'] });
});

test('fills no field twice: the better column has it, the other its second choice or nothing', () => {
  const guesses = guessColumns(
    ['User', 'User email', 'Application', 'App ID'],
    [['ann', 'ann@firm.example', 'Noteweaver', 'app-1']],
  );
  expect(guesses.map((guess) => guess.field)).toEqual([null, 'principal', 'connectorName', 'connector']);
  expect(guesses[0]?.why).toBe('another column fits better');
});

test('samples are different values without secrets', () => {
  const token = `xoxb-${'1'.repeat(12)}-${'a'.repeat(24)}`;
  const [guess] = guessColumns(['App'], [['a'], ['a'], [token], ['b'], ['c']]);
  expect(guess?.samples).toHaveLength(3);
  expect(guess?.samples[0]).toBe('a');
  expect(guess?.samples.join(' ')).not.toContain(token);
});

test('suggests nothing where no column could name an app', () => {
  const rows = [['ann@firm.example', 'Berlin']];
  expect(suggestMapping(guessColumns(['E-mail', 'City'], rows), rows)).toBeNull();
});

test('hostile column names are only names', () => {
  const rows = [['a', 'b', 'c']];
  const guesses = guessColumns(['__proto__', 'constructor', `${'a '.repeat(5000)}id`], rows);
  expect(guesses.map((guess) => guess.field)).toEqual([null, null, null]);
});
