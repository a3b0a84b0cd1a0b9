import { qualityOf, type ReviewQuality } from '../../../electron/engine/review/quality/statement.ts';
import type { ReportItem } from '../../../electron/engine/report/model.ts';

/** How a review that took the decisions of these items was done, outside of any campaign. */
export function qualityOfItems(items: readonly ReportItem[]): ReviewQuality {
  return qualityOf(
    { campaign: null, smallestActiveSeconds: 5, dailyLoad: 60, figuresPerReviewer: false, canaryPercent: 0 },
    items.flatMap(({ itemId, tier, decision }, index) =>
      decision === null
        ? []
        : [
            {
              ...decision,
              item: itemId,
              isHigh: (tier ?? 3) >= 3,
              position: index + 1,
              person: null,
              isBatched: false,
              isMerged: false,
              isUndone: false,
              isSample: false,
              replaces: null,
              trace: { activeMs: 4000 + index * 30_000, panels: ['usage'], provisional: decision.decision },
            },
          ],
    ),
    () => null,
    null,
  );
}
