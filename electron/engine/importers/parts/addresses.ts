/**
 * The network address in a log's address field, as plain text: of a list the first one, without port, brackets, zone
 * and `::ffff:`. '' for a blank. Words (`Salesforce.com IP`, `Microsoft service`) are no addresses and are kept as they
 * are; so is anything that cannot be read.
 */
export function cleanAddress(text: string): string {
  let address = text.trim();
  if (address === '' || address === '-' || /^(?:null|n\/a|<null>)$/i.test(address)) return '';
  if (address.length > 200) return address.slice(0, 200);
  const list = /^[^\s,;]*[\d:][^\s,;]*(?=[,;])/.exec(address);
  if (list !== null) address = list[0];
  const bracketed = /^\[([0-9a-f:.%\w]+)\](?::\d{1,5})?$/i.exec(address);
  if (bracketed !== null) address = bracketed[1] ?? address;
  else address = /^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/.exec(address)?.[1] ?? address;
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?$/i.exec(address);
  if (mapped !== null) return mapped[1] ?? address;
  if (!/^[0-9a-f:.]+(?:%[\w.]+)?$/i.test(address)) return address;
  return address.includes(':') ? address.replace(/%.*$/, '').toLowerCase() : address;
}
