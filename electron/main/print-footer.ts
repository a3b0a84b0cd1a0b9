import type { ReportDocument } from '../../shared/contract/report.ts';

/** The line at the foot of each page: title, report id, draft mark, page number. Chromium fills the last two spans. */
export function footerTemplate({ title, reportId, isDraft }: ReportDocument): string {
  const left = [title, reportId, ...(isDraft ? ['Draft, not signed'] : [])].map(escapeHtml).join(' · ');
  return `<div style="width:100%;margin:0 16mm;display:flex;justify-content:space-between;font:7.5pt Inter,Arial,sans-serif;color:#555">
  <span>${left}</span><span>Page <span class="pageNumber"></span> of <span class="totalPages"></span></span></div>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
