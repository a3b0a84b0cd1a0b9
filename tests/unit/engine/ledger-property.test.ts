import { checkLedgers } from './ledger-files.ts';

// The other half of 10,000 is in a file of its own, so that two processors share the work.
checkLedgers(0, 5000);
