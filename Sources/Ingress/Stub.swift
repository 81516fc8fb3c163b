enum IngressStub {}
