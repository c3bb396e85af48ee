//! What a message is called outside. The name is made from the case, the event and the channel, so
//! it is the same from the first attempt to the last and nobody has to remember it.

use steward_case::CaseId;
use steward_model::Channel;

/// No provider takes a longer reference.
const LONGEST_REFERENCE: usize = 200;

/// The Message-ID of a mail, with its brackets: `<riverside-complaint-17.12.email@example.com>`.
/// `domain` is that of the address it comes from.
pub fn of_mail(case: &CaseId, event: u32, domain: &str) -> String {
    format!("<{}.{event}.{}@{domain}>", plain(case.as_str()), Channel::Email.word())
}

/// The reference of a text message, which a provider gives back with its receipt:
/// `riverside-complaint-17-12`.
pub fn of_sms(case: &CaseId, event: u32) -> String {
    bounded(format!("{}-{event}", plain(case.as_str())))
}

/// The identity of a digest that takes the place of the message with this identity.
pub fn of_digest(identity: &str) -> String {
    match identity.strip_prefix('<') {
        Some(rest) => format!("<digest.{rest}"),
        None => bounded(format!("digest-{identity}")),
    }
}

/// The identity of the list of what was over a budget, which begins with the message with this identity.
pub fn of_more(identity: &str) -> String {
    match identity.strip_prefix('<') {
        Some(rest) => format!("<more.{rest}"),
        None => bounded(format!("more-{identity}")),
    }
}

/// The identity of the message that somebody gets who comes on duty at an estate: one a person, moment
/// and channel.
pub fn of_shift(person: &str, estate: &str, at: i64, channel: Channel, domain: &str) -> String {
    let (person, estate) = (plain(person), plain(estate));
    match channel {
        Channel::Email => format!("<shift.{estate}.{person}.{at}@{domain}>"),
        Channel::Sms => bounded(format!("shift-{estate}-{person}-{at}")),
    }
}

/// The domain of an address. An address has one; `localhost` stands in where a setting has none.
pub fn domain(address: &str) -> &str {
    address.rsplit_once('@').map_or("localhost", |(_, domain)| domain)
}

/// Ids may be written in any script; on the wire only letters, digits, `-`, `_` and `.` stand as
/// they are.
fn plain(id: &str) -> String {
    id.bytes().fold(String::with_capacity(id.len()), |mut plain, octet| {
        match octet {
            b'-' | b'_' | b'.' => plain.push(char::from(octet)),
            _ if octet.is_ascii_alphanumeric() => plain.push(char::from(octet)),
            _ => plain.push_str(&format!("={octet:02X}")),
        }
        plain
    })
}

/// A reference that would be too long keeps its end, which tells events apart, and a sum of all of
/// it, which tells cases apart.
fn bounded(reference: String) -> String {
    if reference.len() <= LONGEST_REFERENCE {
        return reference;
    }
    let sum = reference.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |sum, octet| {
        (sum ^ u64::from(octet)).wrapping_mul(0x0100_0000_01b3)
    });
    let end = &reference[reference.len() - (LONGEST_REFERENCE - 17)..];
    format!("{sum:016x}-{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_named_by_case_event_and_channel() {
        let id = of_mail(&CaseId::new("riverside-complaint-17"), 12, domain("steward@example.com"));
        assert_eq!(id, "<riverside-complaint-17.12.email@example.com>");
        assert_eq!(of_more(&id), "<more.riverside-complaint-17.12.email@example.com>");
        assert_eq!(of_digest(&id), "<digest.riverside-complaint-17.12.email@example.com>");
    }

    #[test]
    fn an_id_in_chinese_goes_by_wire_in_plain_letters() {
        assert_eq!(of_sms(&CaseId::new("滨-1"), 3), "=E6=BB=A8-1-3");
    }

    #[test]
    fn references_too_long_are_cut_and_still_differ() {
        let case = |last: &str| CaseId::new(format!("{}{last}", "滨".repeat(100)));
        let (one, other) = (of_sms(&case("-1"), 3), of_sms(&CaseId::new(format!("x{}", case("-1"))), 3));
        assert_eq!(one.len(), LONGEST_REFERENCE);
        assert_ne!(one, other);
    }
}
