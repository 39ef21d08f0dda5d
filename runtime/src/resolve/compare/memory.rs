//! What findings and conditions take.

use crate::resolve::finding::Finding;
use crate::resolve::plan::ConditionText;

/// Bytes that these take; an allocation for a little text takes 32.
pub(super) fn memory(findings: &[Finding], conditions: &[ConditionText]) -> usize {
    const FINDING: usize = size_of::<Finding>() + 4 * 32;
    const CONDITION: usize = size_of::<ConditionText>() + 2 * 32;
    let findings = findings.iter().map(|finding| {
        let texts = [
            &finding.path,
            &finding.writer,
            &finding.reader,
            &finding.message,
        ];
        FINDING + texts.map(|text| text.len()).iter().sum::<usize>()
    });
    let conditions = conditions
        .iter()
        .map(|condition| CONDITION + condition.path.len() + condition.message.len());
    findings.chain(conditions).sum()
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::*;
    use crate::resolve::rules;
    use crate::resolve::verdict::Verdict;

    /// An allocation for a little text.
    const TEXT: usize = 32;

    fn text(len: usize) -> String {
        "x".repeat(len)
    }

    fn finding([path, writer, reader, message]: [usize; 4]) -> Finding {
        Finding {
            rule: &rules::SUBSECTION_ADDED,
            verdict: Verdict::Compatible,
            path: text(path),
            writer: text(writer),
            reader: text(reader),
            message: text(message),
            condition: None,
        }
    }

    fn condition([path, message]: [usize; 2]) -> ConditionText {
        ConditionText {
            rule: rules::SUBSECTION_NEEDED.id,
            path: text(path),
            message: text(message),
            is_sensitive: false,
        }
    }

    #[test]
    fn what_findings_take_is_estimated_from_above() {
        let one = size_of::<Finding>();
        let is = |lens: &[[usize; 4]], least: usize| {
            let findings: Vec<_> = lens.iter().copied().map(finding).collect();
            let (memory, most) = (memory(&findings, &[]), least + (4 * TEXT + 4) * lens.len());
            assert!((least..=most).contains(&memory), "{lens:?}: {memory}");
        };
        is(&[], 0);
        is(&[[0; 4]], one);
        is(&[[1; 4]], one + 4 * TEXT);
        is(&[[1000, 0, 0, 0]], one + 1000);
        is(&[[1, 20, 300, 4000]], one + 4321);
        is(&[[7000; 4]; 3], 3 * one + 3 * 4 * 7000);
    }

    #[test]
    fn what_conditions_take_is_estimated_from_above() {
        let one = size_of::<ConditionText>();
        let is = |lens: &[[usize; 2]], least: usize| {
            let conditions: Vec<_> = lens.iter().copied().map(condition).collect();
            let (memory, most) = (
                memory(&[], &conditions),
                least + (2 * TEXT + 2) * lens.len(),
            );
            assert!((least..=most).contains(&memory), "{lens:?}: {memory}");
        };
        is(&[], 0);
        is(&[[0; 2]], one);
        is(&[[1; 2]], one + 2 * TEXT);
        is(&[[20, 3000]], one + 3020);
        is(&[[7000; 2]; 3], 3 * one + 3 * 2 * 7000);
    }
}
