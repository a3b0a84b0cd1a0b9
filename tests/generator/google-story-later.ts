import type { GoogleDeclaration } from './google-story.ts';
import { business } from './ownership.ts';

/** Connectors that came to the sample with the rules they show; their ids are drawn after all others. */
export const LATER_GOOGLE_STORY: readonly GoogleDeclaration[] = [
  {
    key: 'turnstone',
    name: 'Turnstone Flow',
    departments: ['IT'],
    holders: 1,
    heldBy: 'service-account',
    scopes: 'drive.readonly gmail.send',
    methods: ['drive.files.list', 'drive.files.export', 'gmail.users.messages.send'],
    sessions: 30,
    ownership: business('IT', 'Answers to suppliers drafted and sent by an agent'),
  },
  {
    key: 'petrel',
    name: 'Petrel Travel Deals',
    departments: ['Sales'],
    holders: 1,
    scopes: 'openid calendar.events.readonly',
    methods: ['calendar.events.list'],
    sessions: 24,
    ownership: business('Sales', 'Offers for journeys'),
  },
  {
    key: 'dunlin',
    name: 'Dunlin Form Mailer',
    departments: ['People'],
    holders: 5,
    scopes: 'forms.responses.readonly',
    methods: ['forms.forms.responses.list'],
    sessions: 20,
    ownership: business('People', 'Staff surveys'),
  },
];
