//! Recognizes files of other recorders, which cannot be read here, and says how to get an archive
//! that can.

/// A form that cannot be read.
#[derive(Debug)]
pub(super) struct Foreign {
    /// What the file is.
    pub(super) what: &'static str,
    /// How to get an HTTP archive instead.
    pub(super) advice: &'static str,
    /// Whether the beginning of a file is of this form.
    is: fn(&str) -> bool,
}

const RECORD: &str = "repeat the calls through a proxy that writes HAR, such as \
                      `mitmdump --set hardump=run.har`, and give that file";

const FORMS: [Foreign; 7] = [
    Foreign {
        what: "it is a file of mitmproxy flows",
        advice: "convert it with `mitmdump -nr FILE --set hardump=run.har`, and give that file",
        is: |text| {
            let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
            let mut parts = text.splitn(3, ':');
            parts.next().is_some_and(digits) && parts.next().is_some_and(digits)
        },
    },
    Foreign {
        what: "it is a capture of network packets (pcap)",
        advice: RECORD,
        // The magic numbers as they look once they were read as UTF-8.
        is: |text| {
            ["\n\r\r\n", "\u{fffd}\u{f2}\u{fffd}", "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\0"]
                .iter()
                .any(|magic| text.starts_with(magic))
        },
    },
    Foreign {
        what: "it is a ZIP archive, such as a session of Fiddler",
        advice: "export the sessions as HTTPArchive (HAR 1.2), and give that file",
        is: |text| text.starts_with("PK\u{3}\u{4}"),
    },
    Foreign {
        what: "it is a Postman collection, which holds requests to be sent and no traffic",
        advice: RECORD,
        is: |text| text.contains("\"_postman_id\"") || text.contains("schema.getpostman.com"),
    },
    Foreign {
        what: "it is a VCR cassette",
        advice: RECORD,
        is: |text| {
            text.contains("http_interactions")
                || text.lines().any(|line| line.trim_end() == "interactions:")
        },
    },
    Foreign {
        what: "it is a file of WireMock mappings, which holds prepared responses and no traffic",
        advice: RECORD,
        is: |text| {
            let keys = ["\"urlPattern\"", "\"urlPath\"", "\"urlPathPattern\"", "\"bodyPatterns\""];
            let mapping = text.contains("\"request\"") && text.contains("\"response\"");
            text.contains("\"mappings\"") || mapping && keys.iter().any(|key| text.contains(key))
        },
    },
    Foreign {
        what: "it is the log of `curl -v`",
        advice: RECORD,
        is: |text| text.lines().any(|line| line.starts_with("< HTTP/")),
    },
];

/// The form of a file, by its beginning, if it is one of these.
pub(super) fn named(text: &str) -> Option<&'static Foreign> {
    const LOOKED_AT: usize = 64 * 1024;
    let start = &text[..text.floor_char_boundary(LOOKED_AT)];
    FORMS.iter().find(|form| (form.is)(start))
}
