// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/** A small gateway's Metatype. */
final class Schemas {
    static final String XML = """
            <?xml version="1.0" encoding="UTF-8"?>
            <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0" localization="OSGI-INF/l10n/x">
              <OCD id="a.Profile" name="Profile">
                <AD id="mode" type="String" required="true" default="ENFORCE">
                  <Option label="ENFORCE" value="ENFORCE"/><Option label="OBSERVE" value="OBSERVE"/>
                </AD>
                <AD id="deadlineSeconds" type="Integer" default="90" min="5" max="540"/>
                <AD id="subjectPrefix" type="String" default=""/>
              </OCD>
              <OCD id="a.Rule" name="Rule">
                <AD id="order" type="Integer" default="100" min="0"/>
                <AD id="sources" type="String" cardinality="2147483647" default="any"/>
                <AD id="ports" type="Integer" cardinality="2147483647" required="false" min="1" max="65535"/>
                <AD id="profile" type="String" default="default"/>
              </OCD>
              <OCD id="a.Listener" name="Listener">
                <AD id="port" type="Integer" min="0" max="65535"/>
                <AD id="upstream" type="String" cardinality="2147483647"/>
                <AD id="implicitTls" type="Boolean" default="false"/>
              </OCD>
              <OCD id="a.Relay" name="Relay">
                <AD id="user" type="String" required="false"/>
                <AD id="password" type="Password" required="false" min="8"/>
                <AD id="limit" type="Long" required="false" max="5"/>
              </OCD>
              <OCD id="a.Gateway" name="Gateway"><AD id="maxSessions" type="Integer" default="5000" min="1"/></OCD>
              <Designate factoryPid="org.postern.profile"><Object ocdref="a.Profile"/></Designate>
              <Designate factoryPid="org.postern.rule"><Object ocdref="a.Rule"/></Designate>
              <Designate factoryPid="org.postern.listener"><Object ocdref="a.Listener"/></Designate>
              <Designate pid="org.postern.relay"><Object ocdref="a.Relay"/></Designate>
              <Designate pid="org.postern.gateway"><Object ocdref="a.Gateway"/></Designate>
            </metatype:MetaData>
            """;

    private Schemas() {}

    static Schema.Known all() {
        return Schema.Known.of(read(XML));
    }

    static List<Schema> read(String xml) {
        try {
            return MetatypeXml.read(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        } catch (XMLStreamException bad) {
            throw new IllegalArgumentException(bad);
        }
    }
}
