//! The destination's answer: made of its judgement, and compared with the
//! source's own.

use super::error::MachineError;
use super::items::ItemVerdict;
use super::judgement::Judgement;
use super::verdicts::Preflight;
use crate::resolve::Verdict;
use crate::stream::{self, Answer, Limits, beginning};
use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// As many findings on devices of the same two schemas are sent.
const MOST_FINDINGS: usize = 16;

/// As many bytes of findings are sent in all, however many devices there are;
/// fewer if a frame may not be four times as long.
const MOST_BYTES: usize = 256 << 10;

/// What the destination says of the devices and bulk items that were offered.
pub(super) fn make(preflight: &Preflight, limits: &Limits) -> Answer {
    let judged = &preflight.judged;
    let offered = judged.devices.iter().take(judged.written);
    let devices: Vec<u32> = offered.map(|device| device.judgement as u32).collect();
    let used = devices.iter().max().map_or(0, |last| *last as usize + 1);
    let most = usize::try_from(limits.message_len / 4).unwrap_or(MOST_BYTES);
    let mut room = most.min(MOST_BYTES);
    let judgements = judged.judgements.iter().take(used);
    let of_devices =
        |j: &Judgement, room: &mut usize| sent(j.verdict, j.reasons, j.sentences(), room);
    let of_items = |item: &ItemVerdict, room: &mut usize| {
        sent(item.verdict, item.findings.len(), item.reasons(), room)
    };
    let items = preflight.items().iter().take(preflight.offered_items);
    Answer {
        offer: preflight.offer,
        items: items.map(|item| of_items(item, &mut room)).collect(),
        judgements: judgements.map(|j| of_devices(j, &mut room)).collect(),
        devices,
    }
}

fn sent(
    verdict: Verdict,
    reasons: usize,
    sentences: impl Iterator<Item = String>,
    room: &mut usize,
) -> stream::Judgement {
    let mut findings = Vec::new();
    for sentence in sentences.take(MOST_FINDINGS) {
        let text = beginning(&sentence);
        let Some(left) = room.checked_sub(text.len()) else {
            break;
        };
        *room = left;
        findings.push(text.to_owned());
    }
    stream::Judgement {
        verdict,
        omitted: (reasons - findings.len()) as u64,
        findings,
    }
}

/// That an answer says of each device and bulk item what this side finds too.
pub(super) fn check(answer: &Answer, preflight: &Preflight) -> Result<(), MachineError> {
    let own = &preflight.judged;
    let (stated, offered) = (answer.devices.len(), own.written);
    if stated != offered {
        let problem = format!("it judges {stated} devices, and {offered} were offered");
        return Err(MachineError::BadAnswer { problem });
    }
    if answer.offer != preflight.offer {
        let problem =
            "it answers an offer of other devices or bulk items, or the configuration of \
                       a device has changed since"
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
                theirs: verdict.unwrap_or(Verdict::Incompatible),
                ours: device.verdict,
                reason: reason.cloned().or_else(|| device.reasons().next()),
            });
        }
    }
    check_items(answer, preflight)
}

fn check_items(answer: &Answer, preflight: &Preflight) -> Result<(), MachineError> {
    let (stated, offered) = (answer.items.len(), preflight.offered_items);
    if stated != offered {
        let problem = format!("it judges {stated} bulk items, and {offered} were offered");
        return Err(MachineError::BadAnswer { problem });
    }
    let differs =
        |(own, theirs): &(&ItemVerdict, &stream::Judgement)| own.verdict != theirs.verdict;
    match preflight.items().iter().zip(&answer.items).find(differs) {
        None => Ok(()),
        Some((own, theirs)) => Err(MachineError::ItemAnswerDiffers {
            item: own.item.clone(),
            theirs: theirs.verdict,
            ours: own.verdict,
        }),
    }
}
