import { describe, expect, test } from 'vitest';
import { classifyAgent, isHumanAgent } from '../../../electron/engine/rules/user-agents.ts';

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

describe('user agents', () => {
  test.each([
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/140.0.0.0 Safari/537.36`, 'Chrome'],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`, 'Edge'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0', 'Firefox'],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
      'Safari',
    ],
    ['Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko', 'Internet Explorer'],
    ['Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1)', 'Internet Explorer'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
      'Safari',
    ],
  ])('%s is the browser %s', (text, name) => {
    expect(classifyAgent(text)).toEqual({ class: 'browser', name });
    expect(isHumanAgent(classifyAgent(text))).toBe(true);
  });

  test.each([
    ['PostmanRuntime/7.43.0', 'Postman'],
    ['insomnia/11.0.1', 'Insomnia'],
    ['curl/8.9.1', 'curl'],
    ['Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.22621.4391', 'PowerShell'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Microsoft Windows 10.0.22631; en-US) PowerShell/7.4.6 Invoke-MgGraphRequest',
      'PowerShell',
    ],
    ['GraphExplorer/4.0', 'Graph Explorer'],
    ['AZURECLI/2.66.0 (DEB) azsdk-python-core/1.31.0 Python/3.11', 'Azure CLI'],
    ['google-cloud-sdk gcloud/499.0.0 command/gcloud.projects.list', 'Google Cloud CLI'],
    ['GitHub CLI 2.62.0', 'GitHub CLI'],
  ])('%s is the tool %s', (text, name) => {
    expect(classifyAgent(text)).toEqual({ class: 'command-line', name });
    expect(isHumanAgent(classifyAgent(text))).toBe(true);
  });

  test.each([
    ['python-requests/2.32.3', 'python-requests'],
    ['graph-dotnet/5.61.0', 'graph-dotnet'],
    ['kiota-python/1.3.3', 'kiota-python'],
    ['Go-http-client/2.0', 'Go-http-client'],
    ['axios/1.7.9', 'axios'],
    ['Apache-HttpClient/4.5.14 (Java/17.0.9)', 'Apache-HttpClient'],
    ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'Mozilla'],
    [`Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} HeadlessChrome/140.0.0.0 Safari/537.36`, 'Mozilla'],
    ['Mozilla/5.0', 'Mozilla'],
    ['my curl/8 wrapper', 'my'],
    ['', 'no name'],
  ])('%s is the program %s', (text, name) => {
    expect(classifyAgent(text)).toEqual({ class: 'program', name });
    expect(isHumanAgent(classifyAgent(text))).toBe(false);
  });
});
