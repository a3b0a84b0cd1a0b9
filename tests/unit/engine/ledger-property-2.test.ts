import { checkLedgers } from './ledger-files.ts';

checkLedgers(5000, 10_000);
