//! The query of a request: read from the wire, and written again in the one spelling and order
//! that the signature covers.

/// A parameter, unescaped.
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) value: String,
}

/// The parameters in the order sent. `None` when an escape is broken or is not UTF-8.
pub(super) fn parse(query: &str) -> Option<Vec<Parameter>> {
    query
        .split('&')
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (name, value) = part.split_once('=')?;
            Some(Parameter { name: decode(name)?, value: decode(value)? })
        })
        .collect()
}

/// The parameters as the signature sees them: sorted, every octet escaped but the unreserved ones.
pub(super) fn canonical(parameters: &[Parameter]) -> String {
    let mut parts: Vec<(String, String)> =
        parameters.iter().map(|parameter| (encode(&parameter.name), encode(&parameter.value))).collect();
    parts.sort();
    let parts: Vec<String> = parts.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    parts.join("&")
}

fn decode(text: &str) -> Option<String> {
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        if *first != b'%' {
            octets.push(*first);
            rest = tail;
            continue;
        }
        let [high, low, after @ ..] = tail else { return None };
        let digit = |octet: u8| char::from(octet).to_digit(16);
        octets.push(u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()?);
        rest = after;
    }
    String::from_utf8(octets).ok()
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|octet| match octet {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(octet).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_escaped_comes_back_as_it_was() {
        let text = "示例 物业*~+/=&%";
        let query = format!("{}={}", encode("SignName"), encode(text));
        let parsed = parse(&query).expect("well formed");
        assert_eq!(parsed[0].value, text);
        assert_eq!(canonical(&parsed), query);
    }

    #[test]
    fn a_broken_escape_is_no_query() {
        assert!(parse("a=%4").is_none());
        assert!(parse("a=%ZZ").is_none());
        assert!(parse("a=%FF").is_none());
    }
}
