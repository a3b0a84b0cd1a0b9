/** Refused here with this sentence: nothing can print in this process, and what the case lacks. */
export const REFUSED: ReadonlyMap<string, RegExp> = new Map([
  ['report.sign', /no printer.*Nothing was signed/],
  ['report.countersign', /does not verify.*Nothing was signed/],
  ['verify.reperform', /does not verify.*Nothing was recomputed/],
  // No bundle is at hand to stamp, and no request was made; the unit tests of time stamps have both.
  ['timestamps.targets', /is not an evidence bundle/],
  ['timestamps.draft', /does not verify.*No time stamp was asked for/],
  ['timestamps.export', /no longer in the list/],
  ['timestamps.import', /no longer in the list/],
  // Nobody with a key takes part in this case, and not all that limits its evidence was accepted.
  ['campaign.reassign', /somebody reviews.*Nothing was changed/],
  ['campaign.handOver', /not in the case.*Nothing was changed/],
  ['campaign.draw', /does not wait for a word.*Nothing was changed/],
  ['campaign.open', /cannot be opened yet.*Nothing was changed/],
  // One item of high tier is no batch; batch.test.ts has batches that are decided.
  ['review.batch', /at least two items.*Nothing was recorded/],
  // A case with one reviewer is signed for with its report.
  ['review.submit', /Sign the report instead.*Nothing was signed/],
  // The case that is open by then has no passphrase to come back with.
  ['protection.lock', /not protected by a passphrase/],
  // A file that nobody confirmed as a library is not loaded, and nothing waits for a signature.
  ['keys.cards', /not confirmed as a card library/],
  ['keys.addCard', /not confirmed as a card library/],
  ['handOff.give', /No signature is waited for/],
  ['baseline.adopt', /not the file that was looked at/],
  ['baseline.remove', /does not hold this bundle/],
  ['case.acceptRecovery', /no recovery to accept/],
  // Only the draft that was read last is saved; the walk through the app saves one.
  ['diagnostics.save', /no longer at hand.*Nothing was saved/],
  // No packet is at hand, and nothing to make one of.
  ['exchange.handOut', /knows nobody by a key/],
  ['exchange.sendBack', /knows nobody by a key/],
  ['exchange.inspect', /no longer there/],
  ['exchange.receive', /no longer there/],
  ['exchange.merge', /no longer there/],
]);
