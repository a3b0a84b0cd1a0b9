import { readFileSync, writeFileSync } from 'node:fs';
import { sha256 } from '../../../electron/engine/evidence/bundle-layout.ts';
import { canonicalJson } from '../../../electron/engine/evidence/canonical-json.ts';
import { type AnswerFile, ownerPacket, type OwnerPacket } from '../../../electron/engine/owners/owner-packet.ts';

/** The questions that a page holds. */
export function packetIn(page: string): OwnerPacket {
  const text = /<script type="application\/json" id="packet">([^<]*)<\/script>/.exec(readFileSync(page, 'utf8'))?.[1];
  return ownerPacket.parse(JSON.parse(text ?? ''));
}

type Answer = AnswerFile['answers'][number];

/** The file that the page would save when each app is answered so. */
export function answersTo(packet: OwnerPacket, answer: Partial<Answer>, by = 'Olga Owner'): AnswerFile {
  const file: Omit<AnswerFile, 'sha256'> = {
    kind: 'countersign-owner-answers/1',
    packet,
    answers: packet.apps.map((app) => ({
      app: app.id,
      needed: '',
      purposeCode: '',
      purpose: '',
      rightOwner: '',
      otherOwner: '',
      alternatives: '',
      people: '',
      comments: '',
      ...answer,
    })),
    by,
    at: '2026-10-05T08:00:00.000Z',
  };
  return { ...file, sha256: sha256(canonicalJson(file)) };
}

/** Saves answers to the questions of a page beside it, and answers where. */
export function answerPage(page: string, answer: Partial<Answer>): string {
  const path = page.replace(/\.html$/, '.json');
  writeFileSync(path, JSON.stringify(answersTo(packetIn(page), answer)));
  return path;
}
