//! Pages that hold nothing: each says what it is instead.

use crate::pages::html::{is_html, read};
use serde_json::json;

#[test]
fn what_is_no_reference_page_says_what_it_is() {
    for (html, word) in [
        ("<html></html>", "holds no operation"),
        ("<!DOCTYPE html><title>Just a moment...</title><div id=\"cf-chl\">", "challenge"),
        ("<html><form><input type=\"password\"></form>", "login"),
        ("<html><title>404</title>This page could not be found.", "error page"),
        (
            "<html><script>self.__next_f.push([1,\"0:[\\\"$\\\",\\\"p\\\",null,{}]\\n\"])</script>",
            "layout",
        ),
        ("<html><script>self.__next_f.push([1,\"0:[", "cut"),
        ("<html><script>self.__next_f.push([1,\"0:{}\"])</script>", "cut"),
        ("<html><script>self.__next_f.push([1,\"what is this\"])</script>", "layout"),
        ("<html><script>const __redoc_state = {\"spec\":{\"data\":{\"openapi\":", "cut"),
        (
            "<html><redoc spec-url='https://h.example/x.yaml'></redoc>",
            "curl -fsSL -o x.yaml 'https://h.example/x.yaml'",
        ),
        ("<html><redoc spec-url='../x.yaml'></redoc>", "ADDRESS/../x.yaml"),
    ] {
        assert!(is_html(html), "{html}");
        let reason = read(html).unwrap_err();
        assert!(reason.contains(word), "{html}: {reason}");
    }
}

#[test]
fn text_is_not_taken_for_the_source_of_a_page() {
    for text in ["", "Things\n\nPOST\n/api", "<b>bold</b> text", "{\"openapi\":\"3.0.3\"}"] {
        assert!(!is_html(text), "{text}");
    }
}

#[test]
fn a_document_of_redoc_is_found() {
    let document =
        json!({"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {"/a": {}}});
    let state = json!({"menu": {}, "spec": {"data": document}});
    for html in [
        format!("<html><script>\nconst __redoc_state = {state};\nvar a = 1;</script>"),
        format!("<html><script>const __redoc_definition = {document};</script>"),
        format!("<html><script id=\"api-reference\" type=\"application/json\">{document}</script>"),
    ] {
        let page = read(&html).unwrap();
        assert_eq!(page.documents[0].document, document);
        assert!(!page.documents[0].single);
        for end in 0..html.len() {
            assert!(read(&html[..end]).is_ok_and(|cut| cut == page) || read(&html[..end]).is_err());
        }
    }
}
