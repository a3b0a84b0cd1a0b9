import { changedParameters, DEFAULT_POLICY, parameterList } from '../../rules/policy.ts';
import { column, heading, table, text } from '../blocks.ts';
import { defaultText, parameterLabel, parameterText } from '../parts/parameters.ts';
import { defineSection } from '../section.ts';

export default defineSection({
  id: 'annex-parameters',
  number: 'C',
  order: 230,
  title: 'Annex: parameters and their defaults',
  build: ({ policy }) => [
    heading('Changed from the default'),
    table(
      'parameters-changed',
      `Parameters of the policy "${policy.name}", version ${policy.version}, that differ from the default`,
      [column('Parameter', 'text', '98mm'), column('Value', 'text', '40mm'), column('Default', 'text', '40mm')],
      changedParameters(DEFAULT_POLICY, policy).map((name) => [
        parameterLabel(name),
        parameterText(policy[name]),
        defaultText(name),
      ]),
      'None: every parameter has its default value.',
    ),
    heading('All parameters'),
    table(
      'parameters',
      'Every parameter with its value; the rules that use it stand in brackets',
      [
        column('Parameter', 'text', '104mm'),
        column('Unit', 'text', '20mm'),
        column('Value', 'text', '27mm'),
        column('Default', 'text', '27mm'),
      ],
      parameterList().map(([name, parameter]) => [
        parameterLabel(name),
        parameter.type === 'boolean' ? '' : parameter.unit,
        parameterText(policy[name]),
        defaultText(name),
      ]),
      '',
    ),
    text('The digest of these values stands with the method.', 'muted'),
  ],
});
