import type { ReactNode } from 'react';
import type { ReportBlock } from '../../shared/contract/report-document.ts';
import { ChartBlock } from './ChartBlock.tsx';
import { FactsBlock } from './FactsBlock.tsx';
import { HeadingBlock } from './HeadingBlock.tsx';
import { SignOffBlock } from './SignOffBlock.tsx';
import { TableBlock } from './TableBlock.tsx';
import { TextBlock } from './TextBlock.tsx';

/** Any block but a signature: those stand at fixed places of the last page, see `SignaturePage`. */
export function Block({ block }: { readonly block: Exclude<ReportBlock, { kind: 'signature' }> }): ReactNode {
  switch (block.kind) {
    case 'heading':
      return <HeadingBlock block={block} />;
    case 'text':
      return <TextBlock block={block} />;
    case 'facts':
      return <FactsBlock block={block} />;
    case 'table':
      return <TableBlock block={block} />;
    case 'chart':
      return <ChartBlock block={block} />;
    case 'sign-off':
      return <SignOffBlock block={block} />;
  }
}
