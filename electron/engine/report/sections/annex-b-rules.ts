import { rules as declared } from '../../rules/index.ts';
import { DECISION_LABELS } from '../../../../shared/domain/vocabulary.ts';
import { controlIds } from '../../rules/rule.ts';
import { column, heading, table, text } from '../blocks.ts';
import { defineSection } from '../section.ts';

export default defineSection({
  id: 'annex-rules',
  number: 'B',
  order: 220,
  title: 'Annex: rule texts',
  build: ({ digests }) => [
    text(
      `Every rule that was run, with what it recommends. The digest of rules and parameters is ${digests.rulePack}; the same digest means the same rules with the same values.`,
    ),
    heading('Rules'),
    table(
      'rule-texts',
      'Identifier, what it looks for, what it recommends, and the controls it touches',
      [
        column('Rule', 'mono', '15mm'),
        column('Looks for', 'text', '42mm'),
        column('Recommends', 'text', '24mm'),
        column('What is to be done', 'text', '57mm'),
        column('Controls', 'text', '40mm'),
      ],
      declared.map((rule) => [
        rule.id,
        rule.title,
        rule.recommendation === null ? 'The review itself' : DECISION_LABELS[rule.recommendation],
        rule.recommendedAction,
        controlIds(rule.controls).join(', '),
      ]),
      '',
    ),
  ],
});
