//! What shows that a step was done, and done on the spot: photos, a place on the map, the code that
//! hangs at a zone. Here is what a step asks for and what each of these is; whether enough was given is
//! decided in the case.

use crate::{FieldId, Text, ZoneId};
use std::fmt;
use std::sync::Arc;

/// So many photos may be sent with a step: more are not looked at by anybody.
pub const MOST_PHOTOS: usize = 20;

/// The largest photo, in bytes: 20 MB hold what telephones take at their finest.
pub const LARGEST_PHOTO: u64 = 20 * 1024 * 1024;

/// What a person's step asks for beside its form and checklist.
#[derive(Clone, PartialEq, Eq, Hash, Default, Debug)]
pub struct Evidence {
    /// At least so many photos.
    pub photos: u32,
    /// Whether it asks where it was done.
    pub location: bool,
    /// Where the code hangs, where a code is asked for.
    pub code: Option<CodeAt>,
}

/// At which zone a check-in code hangs.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum CodeAt {
    /// At the one in this field of type zone.
    Field(FieldId),
    /// At the one that the task is for, of a step that says `for_each: zones`.
    Item,
    /// At this one: that of a task.
    Zone(ZoneId),
}

/// A photo that was sent. Its bytes are kept elsewhere, under its hash.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Photo {
    /// What its sender called it: only to be read by people.
    pub name: String,
    /// What it is kept under.
    pub hash: PhotoHash,
    /// How large it is, in bytes.
    pub size: u64,
    /// What it is, by its first bytes.
    pub kind: PhotoKind,
}

/// The SHA-256 of a photo's bytes, in 64 small hexadecimal digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PhotoHash(Arc<str>);

/// A kind of photo that is taken.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PhotoKind {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    WebP,
    /// HEIC, as telephones take them.
    Heic,
}

/// A place on the map in WGS 84, to a millionth of a degree (a hand's breadth). It says where
/// somebody was, so it is never printed by accident.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Location {
    /// In millionths of a degree, north of the equator.
    latitude: i32,
    /// In millionths of a degree, east of Greenwich.
    longitude: i32,
}

/// A check-in code, in the form in which two of them are compared: without spaces around it, in small
/// letters, of half width. It is told to nobody, so it can't be printed.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CheckInCode(String);

impl Evidence {
    /// Whether it asks for nothing at all.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// The field that says at which zone the code hangs which it asks for.
    pub fn code_field(&self) -> Option<&FieldId> {
        match self.code.as_ref()? {
            CodeAt::Field(field) => Some(field),
            CodeAt::Item | CodeAt::Zone(_) => None,
        }
    }

    /// What it asks for, as people read it: `照片 2 张、现场签到码`. `None` when that is nothing.
    pub fn text(&self) -> Option<Text> {
        let photos = (self.photos > 0).then(|| photos(self.photos));
        let location = self.location.then(|| Text::new("定位", "the location"));
        let code = self.code.as_ref().map(|_| Text::new("现场签到码", "the check-in code on the spot"));
        listed([photos, location, code].into_iter().flatten())
    }
}

/// So many photos, in words.
pub fn photos(count: u32) -> Text {
    let plural = if count == 1 { "" } else { "s" };
    Text::new(format!("照片 {count} 张"), format!("{count} photo{plural}"))
}

/// Texts one after another. `None` when there are none.
pub fn listed(texts: impl IntoIterator<Item = Text>) -> Option<Text> {
    texts
        .into_iter()
        .reduce(|all, next| Text::new(format!("{}、{}", all.zh, next.zh), format!("{}, {}", all.en, next.en)))
}

impl PhotoHash {
    /// The hash with this spelling; `None` when it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (text.len() == 64 && text.bytes().all(digit)).then(|| Self(Arc::from(text)))
    }

    /// A hash from its 32 bytes.
    pub fn of(bytes: [u8; 32]) -> Self {
        Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into())
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PhotoKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Jpeg, Self::Png, Self::WebP, Self::Heic];

    /// What these bytes are, told by how they begin and never by a file's name. `None`: no photo that
    /// is taken.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        // Brands of ISO base media files that hold HEVC pictures.
        const HEIC: [&[u8]; 6] = [b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"];
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::WebP),
            [_, _, _, _, b'f', b't', b'y', b'p', rest @ ..] => {
                rest.get(..4).filter(|brand| HEIC.contains(brand)).map(|_| Self::Heic)
            }
            _ => None,
        }
    }

    /// Its media type.
    pub fn word(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Heic => "image/heic",
        }
    }

    /// The kind with this media type.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// How a file of this kind ends.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::WebP => "webp",
            Self::Heic => "heic",
        }
    }
}

impl Location {
    /// Reads `31.2304,121.4737`: latitude, then longitude, in degrees. Full-width digits and commas
    /// count as what they look like.
    ///
    /// # Errors
    /// What it should look like, or which of the two is outside the map. What was written is not
    /// repeated.
    pub fn parse(text: &str) -> Result<Self, Text> {
        let text = half_width(text);
        let form = || {
            Text::new(
                "定位写成“纬度,经度”，十进制的度，例如 31.2304,121.4737",
                "a location is LATITUDE,LONGITUDE in decimal degrees, such as 31.2304,121.4737",
            )
        };
        let (latitude, longitude) = text.split_once([',', '、']).ok_or_else(form)?;
        let latitude = millionths(latitude).ok_or_else(form)?;
        let longitude = millionths(longitude).ok_or_else(form)?;
        let within = |value: i64, most: i64| {
            i32::try_from(value).ok().filter(|value| i64::from(value.abs()) <= most * 1_000_000)
        };
        let latitude = within(latitude, 90).ok_or_else(|| {
            Text::new(
                "纬度在 -90 到 90 之间；先写纬度，再写经度",
                "a latitude lies between -90 and 90; it comes first, then the longitude",
            )
        })?;
        let longitude = within(longitude, 180)
            .ok_or_else(|| Text::new("经度在 -180 到 180 之间", "a longitude lies between -180 and 180"))?;
        Ok(Self { latitude, longitude })
    }

    /// A location from its two parts in millionths of a degree; `None` outside the map.
    pub fn from_millionths(latitude: i32, longitude: i32) -> Option<Self> {
        let inside = latitude.unsigned_abs() <= 90_000_000 && longitude.unsigned_abs() <= 180_000_000;
        inside.then_some(Self { latitude, longitude })
    }

    /// Latitude and longitude in millionths of a degree.
    pub fn millionths(self) -> (i32, i32) {
        (self.latitude, self.longitude)
    }

    /// As it is written, for the one place where it is shown: `31.2304,121.4737`.
    pub fn reveal(self) -> String {
        format!("{},{}", degrees(self.latitude), degrees(self.longitude))
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("****")
    }
}

impl CheckInCode {
    /// The code that was written or typed so.
    pub fn new(text: &str) -> Self {
        Self(half_width(text).trim().to_lowercase())
    }
}

impl fmt::Debug for CheckInCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("****")
    }
}

/// Letters, digits and signs of full width as those of half width that they look like.
fn half_width(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '\u{3000}' => ' ',
            '\u{ff01}'..='\u{ff5e}' => {
                u32::from(letter).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(letter)
            }
            _ => letter,
        })
        .collect()
}

/// Degrees in millionths; what is finer is left off.
fn millionths(text: &str) -> Option<i64> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix(['-', '+']) {
        Some(rest) => (text.starts_with('-'), rest),
        None => (false, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || part.len() > 30 || !are_digits(whole) || !are_digits(part) {
        return None;
    }
    let part: String = part.chars().chain("000000".chars()).take(6).collect();
    let value = whole.parse::<i64>().ok()? * 1_000_000 + part.parse::<i64>().ok()?;
    Some(if negative { -value } else { value })
}

fn degrees(millionths: i32) -> String {
    let sign = if millionths < 0 { "-" } else { "" };
    let (whole, part) = (millionths.unsigned_abs() / 1_000_000, millionths.unsigned_abs() % 1_000_000);
    let part = format!("{part:06}");
    match part.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        part => format!("{sign}{whole}.{part}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str) -> Result<String, String> {
        Location::parse(text).map(Location::reveal).map_err(|text| text.en)
    }

    #[test]
    fn a_location_is_read_and_written_to_a_millionth_of_a_degree() {
        assert_eq!(place("31.2304, 121.4737"), Ok("31.2304,121.4737".to_owned()));
        assert_eq!(place("３１．２，１２１．５"), Ok("31.2,121.5".to_owned()));
        assert_eq!(place("-0.0000019,+180"), Ok("-0.000001,180".to_owned()));
        assert_eq!(place("90,-180.0"), Ok("90,-180".to_owned()));
    }

    #[test]
    fn a_location_outside_the_map_is_none() {
        assert!(place("90.000001,0").unwrap_err().contains("latitude"));
        assert!(place("121.5,31.2").unwrap_err().contains("comes first"));
        assert!(place("0,180.000001").unwrap_err().contains("longitude"));
        for odd in ["", "31.2", "31.2;121.5", "here,there", "1e1,2", "31..2,1", "9999,1", ".5,1"] {
            assert!(place(odd).unwrap_err().contains("decimal degrees"), "{odd}");
        }
    }

    #[test]
    fn neither_a_location_nor_a_code_can_be_printed_by_accident() {
        let place = Location::parse("31.2304,121.4737");
        assert_eq!(format!("{place:?} {:?}", CheckInCode::new("K7Q2")), "Ok(****) ****");
    }

    #[test]
    fn a_code_is_the_same_however_it_was_typed() {
        let code = CheckInCode::new("K7Q2-15");
        for typed in ["k7q2-15", " K7Q2-15\n", "Ｋ７Ｑ２－１５", "\u{3000}k7Q2-15"] {
            assert_eq!(CheckInCode::new(typed), code, "{typed}");
        }
        assert_ne!(CheckInCode::new("K7Q215"), code);
    }

    #[test]
    fn a_photo_is_known_by_its_first_bytes() {
        let of = |bytes: &[u8]| PhotoKind::of(bytes).map(PhotoKind::word);
        assert_eq!(of(b"\xff\xd8\xff\xe0\x00\x10JFIF"), Some("image/jpeg"));
        assert_eq!(of(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), Some("image/png"));
        assert_eq!(of(b"RIFF\x24\x00\x00\x00WEBPVP8 "), Some("image/webp"));
        assert_eq!(of(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), Some("image/heic"));
        assert_eq!(of(b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00"), None);
        assert_eq!(of(b"RIFF\x24\x00\x00\x00WAVEfmt "), None);
        assert_eq!(of(b"%PDF-1.7"), None);
        assert_eq!(of(b"\x89PN"), None);
        assert_eq!(of(b""), None);
    }

    #[test]
    fn a_hash_is_sixty_four_small_digits_and_nothing_else() {
        let hash = PhotoHash::of([0xa0; 32]);
        assert_eq!(PhotoHash::parse(hash.as_str()), Some(hash));
        for odd in ["../../etc/passwd".to_owned(), "A0".repeat(32), "a0".repeat(31), "g0".repeat(32)] {
            assert_eq!(PhotoHash::parse(&odd), None, "{odd}");
        }
    }

    #[test]
    fn what_is_asked_for_reads_as_a_list() {
        let asked = Evidence { photos: 2, location: false, code: Some(CodeAt::Field("zone".into())) };
        let text = asked.text().unwrap();
        assert_eq!(text.zh, "照片 2 张、现场签到码");
        assert_eq!(text.en, "2 photos, the check-in code on the spot");
        assert_eq!(Evidence::default().text(), None);
    }
}
