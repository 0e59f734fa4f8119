"""The words the readers know: what a moderator or a participant is called, and what two-letter codes mean.

They stand apart so that adding a language is adding words here and nothing else.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MODERATOR_WORDS = _words("""
    animateur animatrice badacz badaczka chercheur chercheuse enquêteur enquêtrice facilitateur facilitator
    facilitatore facilitatorin facilitatrice facilitátor facilitátorka forscher forscherin forsker gespreksleider
    gesprächsleiter gesprächsleiterin gesprächsleitung interviewer interviewerin interviewerka intervieweur
    intervieweuse moderaattori moderador moderadora moderation moderator moderatore moderatorin moderatorka
    moderatrice moderatör moderátor moderátorka modérateur modératrice mødeleder ordförande ordstyrer researcher
    tazatel tazatelka výzkumnice výzkumník מנחה מראיין מראיינת
""")
"""Whoever leads the talk, in lower case."""

MODERATOR_SHORT = _words("ANIM I INT MOD")
"""The same in brief; only in capitals, and a participant where declared as one."""

PARTICIPANT_WORDS = _words("""
    befragte befragter deelnemer deltagare deltager interlocuteur intervenant intervenante interviewee locuteur
    locutrice mluvčí osallistuja osoba partecipante participant participante person respondent respondente
    respondentin speaker spreker sprecher sprecherin talare taler teilnehmende teilnehmer teilnehmerin uczestniczka
    uczestnik voice účastnice účastník
""")
"""What participants are called before their number, in lower case."""

NOT_NAMES = _words("""
    anmerkung bemærkning date e-mail email hinweis http https location n.b nb nota note ok okay p.s place pozn
    poznámka ps remarque tel time todo url www
""")
"""What often stands before a colon and is nobody, in lower case."""

NAME_PARTICLES = _words("al bin da dal de del della den der di do dos du el la le les ten ter van von zu zum zur")
"""What stands in names in small letters."""

SELDOM_NAMES = _words("""
    aber actually afslutning also altså and anfang ano answer antwort attendees aufnahme because beginn beginning
    beispiel but car conclusion country cíl dato datum dauer deltagere deuxièmement donc drittens duration durée
    délka důvod eksempel emne end ende enfin ergebnis erstens et example exemple fazit fin finally first firstly
    for fordi frage frankly første group groupe grund gruppe heure honestly introduction ja jazyk konec konklusion
    land language langue last lastly length lieu lokalita længde lösung løsning mais maybe meaning men místo
    nahrávka ne nein nej nejdřív nejprve no non odpověď og optagelse ort otázka oui parce part participants pays
    point premièrement present problem problème problém project projekt projet purpose přepis příklad přítomni
    question raison reason recorded recording region result resultat rule règle région réponse résultat résumé
    schluss second secondly section sector shrnutí skupina slut so solution sprache sprog spørgsmål sted study
    subject sujet summary svar så takže teil teilnehmende teilnehmer teilnehmerinnen tema thema theme then third
    thirdly thème tid titel title titre topic transcribed transcriber transcript transcription transkript
    transkription transskription téma uhrzeit und varighed venue version warning weil yes zadruhé zaprvé zeit země
    ziel zusammenfassung zweitens závěr årsag účastníci čas
""")
"""What headings and sentences may have before a colon, in lower case: a label only if it begins many lines."""

_FEMALE = _words("f w ž k female woman femme frau weiblich žena kvinde")
_MALE = _words("m h male man homme mann männlich muž mand")
GENDERS = dict.fromkeys(_FEMALE, "f") | dict.fromkeys(_MALE, "m")
"""How gender is written in details after a label, and the one letter it is kept as."""

ISO_639_1 = _words("""
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
    eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv
    ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne
    ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st
    su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
""")
"""Codes of languages."""

COUNTRY_FOR_LANGUAGE = {"at": "de", "cn": "zh", "cz": "cs", "dk": "da", "gb": "en", "gr": "el", "jp": "ja", "us": "en"}
"""Codes of countries that are often written where the code of the language is wanted."""
