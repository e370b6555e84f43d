// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads Metatype documents (OSGi Compendium 105.8). Not {@code MetaTypeService}: its interfaces do not tell the range of an
 * attribute, and whoever wrote a value out of range wants to read what the range is.
 */
final class MetatypeXml {
    /** Where a bundle keeps them. */
    static final String FOLDER = "OSGI-INF/metatype";

    private final Map<String, List<Attribute>> classes = new HashMap<>();
    private final List<Schema> schemas = new ArrayList<>();

    private MetatypeXml() {}

    static List<Schema> read(InputStream document) throws XMLStreamException {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        var xml = factory.createXMLStreamReader(document);
        try {
            var reader = new MetatypeXml();
            reader.document(xml);
            return reader.schemas;
        } finally {
            xml.close();
        }
    }

    private void document(XMLStreamReader xml) throws XMLStreamException {
        Map<String, String> designated = Map.of();
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "OCD" -> objectClass(xml);
                    case "Designate" -> designated = attributes(xml);
                    case "Object" -> designate(designated, attributes(xml).getOrDefault("ocdref", ""));
                    default -> {
                        // Icons and what later versions add say nothing about values.
                    }
                }
            }
        }
    }

    private void objectClass(XMLStreamReader xml) throws XMLStreamException {
        var id = attributes(xml).getOrDefault("id", "");
        var keys = new ArrayList<Attribute>();
        for (var event = xml.next();
                !(event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("OCD"));
                event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("AD")) {
                keys.add(attribute(xml));
            }
        }
        classes.put(id, keys);
    }

    private static Attribute attribute(XMLStreamReader xml) throws XMLStreamException {
        var given = attributes(xml);
        var options = new ArrayList<String>();
        for (var event = xml.next();
                !(event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("AD"));
                event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("Option")) {
                options.add(attributes(xml).getOrDefault("value", ""));
            }
        }
        try {
            var type = ValueType.named(given.getOrDefault("type", "String"));
            var maxValues = maxValues(given.getOrDefault("cardinality", "0"));
            var attribute = new Attribute(
                    given.getOrDefault("id", ""),
                    type,
                    maxValues,
                    Boolean.parseBoolean(given.getOrDefault("required", "true")),
                    defaults(given, type, maxValues > 0),
                    options,
                    number(given, "min"),
                    number(given, "max"));
            attribute.typedDefault(); // throws if the default is not what the attribute itself allows
            return attribute;
        } catch (IllegalArgumentException bad) {
            throw new XMLStreamException("AD " + given.get("id") + ": " + bad.getMessage(), xml.getLocation(), bad);
        }
    }

    private void designate(Map<String, String> designated, String objectClass) {
        var factoryPid = designated.getOrDefault("factoryPid", "");
        var pid = factoryPid.isEmpty() ? designated.getOrDefault("pid", "") : factoryPid;
        schemas.add(new Schema(pid, !factoryPid.isEmpty(), classes.getOrDefault(objectClass, List.of())));
    }

    /** Negative cardinalities stand for a {@code Vector}; how a list is held is nobody's business here. */
    private static int maxValues(String cardinality) {
        var number = Integer.parseInt(cardinality);
        return number == Integer.MIN_VALUE ? Integer.MAX_VALUE : Math.abs(number);
    }

    private static Optional<List<String>> defaults(Map<String, String> given, ValueType type, boolean list) {
        var written = given.get("default");
        if (written == null) {
            // An optional list that nobody gave is an empty one.
            return list && given.getOrDefault("required", "true").equals("false")
                    ? Optional.of(List.of())
                    : Optional.empty();
        }
        if (list) {
            return Optional.of(CommaList.split(written));
        }
        if (written.isEmpty()) {
            return type.isText() ? Optional.of(List.of("")) : Optional.empty();
        }
        return Optional.of(List.of(String.join(",", CommaList.split(written))));
    }

    private static Optional<BigDecimal> number(Map<String, String> given, String name) {
        return Optional.ofNullable(given.get(name))
                .filter(text -> !text.isBlank())
                .map(BigDecimal::new);
    }

    private static Map<String, String> attributes(XMLStreamReader xml) {
        var given = new HashMap<String, String>();
        for (var i = 0; i < xml.getAttributeCount(); i++) {
            given.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
        }
        return given;
    }
}
