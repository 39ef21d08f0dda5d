//! The destination's answer: made of its judgement, and compared with the
//! source's own.

use super::error::MachineError;
use super::judge::{Judged, Judgement};
use crate::stream::{self, Answer, Limits, beginning};

/// As many findings on devices of the same two schemas are sent.
const MOST_FINDINGS: usize = 16;

/// As many bytes of findings are sent in all, however many devices there are;
/// fewer if a frame may not be four times as long.
const MOST_BYTES: usize = 256 << 10;

/// What the destination says of the devices that were offered.
pub(super) fn make(judged: &Judged, offer: [u8; 16], limits: &Limits) -> Answer {
    let offered = judged.devices.iter().take(judged.written);
    let devices: Vec<u32> = offered.map(|device| device.judgement as u32).collect();
    let used = devices.iter().max().map_or(0, |last| *last as usize + 1);
    let most = usize::try_from(limits.message_len / 4).unwrap_or(MOST_BYTES);
    let mut room = most.min(MOST_BYTES);
    let judgements = judged.judgements.iter().take(used);
    Answer {
        offer,
        judgements: judgements.map(|j| sent(j, &mut room)).collect(),
        devices,
    }
}

fn sent(judgement: &Judgement, room: &mut usize) -> stream::Judgement {
    let mut findings = Vec::new();
    for sentence in judgement.sentences().take(MOST_FINDINGS) {
        let text = beginning(&sentence);
        let Some(left) = room.checked_sub(text.len()) else {
            break;
        };
        *room = left;
        findings.push(text.to_owned());
    }
    stream::Judgement {
        verdict: judgement.verdict,
        omitted: (judgement.reasons - findings.len()) as u64,
        findings,
    }
}

/// That an answer says of each device what this side finds too. `offer` is the
/// digest of the devices that were offered.
pub(super) fn check(answer: &Answer, own: &Judged, offer: [u8; 16]) -> Result<(), MachineError> {
    let (stated, offered) = (answer.devices.len(), own.written);
    if stated != offered {
        let problem = format!("it judges {stated} devices, and {offered} were offered");
        return Err(MachineError::BadAnswer { problem });
    }
    if answer.offer != offer {
        let problem = "it answers an offer of other devices, or the configuration of one has \
                       changed since"
            .to_owned();
        return Err(MachineError::BadAnswer { problem });
    }
    for (device, judgement) in own.devices.iter().zip(&answer.devices) {
        // The reader of the answer has checked that each is there.
        let theirs = answer.judgements.get(*judgement as usize);
        let verdict = theirs.map(|theirs| theirs.verdict);
        if verdict != Some(device.verdict) {
            let reason = theirs.and_then(|theirs| theirs.findings.first());
            return Err(MachineError::AnswerDiffers {
                instance: device.instance.clone(),
                theirs: verdict.unwrap_or(crate::resolve::Verdict::Incompatible),
                ours: device.verdict,
                reason: reason.cloned().or_else(|| device.reasons().next()),
            });
        }
    }
    Ok(())
}
