import { expect, test } from 'vitest';
import { hoursText, planDraft, readPlan } from '../../../../renderer/features/campaign/plan-draft.ts';
import { planOf } from '../../campaign/plans.ts';

test('a form says the plan it was filled with', () => {
  const plan = planOf({ canaryPercent: 3 });
  expect(readPlan(planDraft(plan))).toEqual({ plan, errors: {} });
});

test('numbers as typed become parts of the plan, and what is none is named', () => {
  const draft = planDraft(planOf());
  const typedIn = (numbers: Readonly<Record<string, string>>) =>
    readPlan({ ...draft, numbers: { ...draft.numbers, ...numbers } });
  expect(typedIn({ 'minutes 4': ' 45 ' }).plan?.tiers[0]).toMatchObject({ tier: 4, minutes: 45 });
  expect(typedIn({ dailyLoad: '12', samplePercent: '7' }).plan).toMatchObject({
    thresholds: { dailyLoad: 12 },
    second: { samplePercent: 7 },
  });
  for (const typed of ['', '0', '1.5', '1441', 'many'])
    expect(typedIn({ 'minutes 4': typed })).toEqual({
      plan: null,
      errors: { 'minutes 4': 'A whole number from 1 to 1440' },
    });
});

test('a plan without a name and a digest that is none are refused', () => {
  expect(readPlan(planDraft({ ...planOf(), name: '  ' })).errors).toEqual({ name: 'Give the campaign a name.' });
  const second = { ...planOf().second, nonceDigest: 'abc' };
  expect(readPlan(planDraft({ ...planOf(), second }))).toMatchObject({
    plan: null,
    errors: { nonceDigest: expect.stringContaining('64 digits') },
  });
});

test('minutes read as hours', () => {
  expect([0, 6, 90, 75_000].map(hoursText)).toEqual(['0.0 h', '0.1 h', '1.5 h', '1,250.0 h']);
});
